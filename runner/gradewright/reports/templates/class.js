"use strict";
(() => {
  const text = (row, column) => row.cells[column].textContent.trim();
  const compare = (a, b) => {
    const x = parseFloat(a), y = parseFloat(b);
    if (!Number.isNaN(x) && !Number.isNaN(y)) return x - y;
    return a.localeCompare(b, document.documentElement.lang, { numeric: true });
  };

  const sort = (table, header, column) => {
    const up = header.getAttribute("aria-sort") !== "ascending";
    table.querySelectorAll("th[aria-sort]").forEach((th) => th.removeAttribute("aria-sort"));
    header.setAttribute("aria-sort", up ? "ascending" : "descending");
    const body = table.tBodies[0];
    const rows = [...body.rows].map((row) => [text(row, column), row]);
    const missing = (value) => value === "" || value === "–";
    rows.sort(([a], [b]) => missing(a) - missing(b) || (up ? compare(a, b) : compare(b, a)));
    body.append(...rows.map(([, row]) => row));
  };

  const makeSortable = (table) => {
    [...table.tHead.rows[0].cells].forEach((header, column) => {
      const button = document.createElement("button");
      button.type = "button";
      button.append(...header.childNodes);
      button.addEventListener("click", () => sort(table, header, column));
      header.append(button);
    });
  };

  const fold = (value) => value.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();

  const makeFilter = (form, table, status) => {
    const names = new Map([...table.tBodies[0].rows].map((row) => [row, fold(text(row, 0))]));
    const phrase = status.dataset.phrase;
    const apply = () => {
      const find = fold(form.elements.find.value.trim());
      const show = form.elements.show.value;
      const lost = form.elements.lost.value;
      let shown = 0;
      for (const [row, name] of names) {
        const hit = name.includes(find)
          && (show === "" || row.dataset.k.split(" ").includes(show))
          && (lost === "" || /^h[123]$/.test(row.cells[Number(lost)].className));
        row.hidden = !hit;
        shown += hit;
      }
      status.textContent = phrase.replace("{shown}", shown);
    };
    form.addEventListener("input", apply);
    form.addEventListener("submit", (event) => event.preventDefault());
    apply();
  };

  document.querySelectorAll("form[data-list]").forEach((form) => {
    const list = document.getElementById(form.dataset.list);
    form.addEventListener("input", () => {
      const kind = form.elements.kind.value;
      for (const entry of list.children) {
        entry.hidden = kind !== "" && !entry.dataset.k.split(" ").includes(kind);
      }
    });
    form.addEventListener("submit", (event) => event.preventDefault());
    form.hidden = false;
  });

  document.querySelectorAll("form[data-table]").forEach((form) => {
    const table = document.getElementById(form.dataset.table);
    makeSortable(table);
    makeFilter(form, table, form.querySelector("output"));
    form.hidden = false;
  });
})();
