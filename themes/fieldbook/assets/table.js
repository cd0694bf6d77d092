/* Lets readers narrow and sort a table. The table is whole without this; each
   choice is written into the address, after "#~", so that it can be shared. */
(function () {
  "use strict";
  var collator = new Intl.Collator(document.documentElement.lang || undefined, { numeric: true, sensitivity: "base" });
  var tables = Array.prototype.slice.call(document.querySelectorAll("[data-table]")).map(setUp);

  /* The state of all tables: "#~0.Status=Met&0.sort=-Due". */
  function read() {
    var hash = location.hash;
    return new URLSearchParams(hash.slice(0, 2) === "#~" ? hash.slice(2) : "");
  }

  function write(params) {
    var text = params.toString();
    if (!text && location.hash.slice(0, 2) !== "#~") return;
    try {
      history.replaceState(history.state, "", text ? "#~" + text : location.pathname + location.search);
    } catch (e) { /* an address that may not be changed: the table still works */ }
  }

  function words(pattern) {
    var values = arguments;
    return pattern.replace(/\{(\d)\}/g, function (all, n) { return values[+n + 1]; });
  }

  /* inLang says what language an element is in, where that is not the page's. */
  function inLang(element, lang) {
    if (lang) element.lang = lang;
    return element;
  }

  function setUp(box, number) {
    var table = box.querySelector("table");
    var body = table.tBodies[0];
    var rows = Array.prototype.slice.call(body.rows);
    var t = { box: box, body: body, rows: rows, order: rows.slice(), number: number, heads: [], selects: [] };
    t.tools = document.createElement("div");
    t.tools.className = "table-tools";
    JSON.parse(box.dataset.facets || "[]").forEach(function (f, i) { addFilter(t, f[0], f[1], f[2], i); });
    t.clear = inLang(document.createElement("button"), box.dataset.lang);
    t.clear.type = "button";
    t.clear.textContent = box.dataset.clear;
    t.clear.addEventListener("click", function () { reset(t); });
    t.output = inLang(document.createElement("output"), box.dataset.lang);
    t.output.setAttribute("aria-live", "polite");
    t.tools.append(t.output, t.clear);
    box.before(t.tools);
    if (box.dataset.sort) Array.prototype.forEach.call(table.tHead.rows[0].cells, function (th, i) { addSort(t, th, i); });
    return t;
  }

  function valuesOf(row, i) {
    return JSON.parse(row.dataset.values || "[]")[i] || [];
  }

  function addFilter(t, label, values, lang, i) {
    var select = document.createElement("select");
    var wrap = document.createElement("label");
    if (values.length < 2) return;
    select.add(inLang(new Option(t.box.dataset.all, ""), t.box.dataset.lang));
    values.forEach(function (v) { select.add(inLang(new Option(v, v), lang)); });
    select.addEventListener("change", function () { keep(t); apply(t); });
    wrap.append(label, select);
    t.tools.append(wrap);
    t.selects.push({ label: label, facet: i, select: select });
  }

  function addSort(t, th, i) {
    var button = document.createElement("button");
    var label = th.textContent.trim();
    button.type = "button";
    button.className = "sort";
    button.textContent = label;
    button.title = words(t.box.dataset.sort, label);
    button.addEventListener("click", function () {
      t.down = t.column === i && !t.down;
      t.column = i;
      keep(t);
      apply(t);
    });
    th.textContent = "";
    th.append(button);
    t.heads.push({ th: th, label: label });
  }

  /* keep writes the choices of one table into the address. */
  function keep(t) {
    var params = read();
    t.selects.forEach(function (s) {
      params.delete(t.number + "." + s.label);
      if (s.select.value) params.set(t.number + "." + s.label, s.select.value);
    });
    params.delete(t.number + ".sort");
    if (t.column !== undefined) params.set(t.number + ".sort", (t.down ? "-" : "") + t.heads[t.column].label);
    write(params);
  }

  /* reset shows the whole table. Its button is of no use then: the focus moves
     to the first choice, as a keyboard would lose its place. */
  function reset(t) {
    var first = t.tools.querySelector("select") || t.box.querySelector(".sort");
    t.selects.forEach(function (s) { s.select.value = ""; });
    t.column = undefined;
    keep(t);
    apply(t);
    first.focus();
  }

  /* restore sets the choices of one table to those in the address. */
  function restore(t) {
    var params = read();
    t.selects.forEach(function (s) {
      s.select.value = params.get(t.number + "." + s.label) || "";
      if (s.select.selectedIndex < 0) s.select.value = "";
    });
    var sort = params.get(t.number + ".sort") || "";
    t.down = sort.charAt(0) === "-";
    t.column = undefined;
    t.heads.forEach(function (h, i) { if (sort && h.label === sort.replace(/^-/, "")) t.column = i; });
  }

  function sortValue(row) {
    var cell = row.cells[this.column];
    var time = cell.querySelector("time");
    return cell.dataset.value || (time && time.dateTime) || cell.textContent.trim();
  }

  function compare(t, a, b) {
    var x = sortValue.call(t, a), y = sortValue.call(t, b);
    if (!x || !y) return (x ? 0 : 1) - (y ? 0 : 1); /* what has no value comes last */
    var n = Number(x) - Number(y);
    var c = isNaN(n) ? collator.compare(x, y) : n;
    return t.down ? -c : c;
  }

  function apply(t) {
    var shown = 0;
    t.rows.forEach(function (row) {
      row.hidden = t.selects.some(function (s) {
        return s.select.value && valuesOf(row, s.facet).indexOf(s.select.value) < 0;
      });
      if (!row.hidden) shown++;
    });
    var order = t.order.slice();
    if (t.column !== undefined) order.sort(function (a, b) { return compare(t, a, b); });
    t.body.append.apply(t.body, order);
    t.heads.forEach(function (h, i) {
      if (i === t.column) h.th.setAttribute("aria-sort", t.down ? "descending" : "ascending");
      else h.th.removeAttribute("aria-sort");
    });
    t.output.textContent = words(t.box.dataset.shown, shown, t.rows.length);
    t.clear.disabled = t.column === undefined && !t.selects.some(function (s) { return s.select.value; });
  }

  function all() {
    tables.forEach(function (t) { restore(t); apply(t); });
  }

  window.addEventListener("hashchange", function () { if (location.hash.slice(0, 2) === "#~") all(); });
  if (tables.length) all();
})();
