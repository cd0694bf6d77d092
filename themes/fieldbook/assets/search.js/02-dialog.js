/* The search dialog. Without script its opener is a link to the A–Z index. All
   that comes from the address or the index is shown as text, never as HTML. */
(function () {
  "use strict";
  const opener = document.querySelector("a[data-search]");
  const dialog = document.querySelector("dialog.search");
  if (!opener || !dialog || !dialog.showModal) return;
  const say = dialog.dataset;
  const input = dialog.querySelector("input"), status = dialog.querySelector("[role=status]");
  const list = dialog.querySelector("ol"), more = dialog.querySelector("button.more");
  const kind = dialog.querySelector("select[name=kind]"), doc = dialog.querySelector("select[name=document]");
  const base = opener.dataset.search.replace(/[^/]*$/, ""), root = base + "../";
  const index = searchIndex(base);
  const inView = 3, atOnce = 8, width = 180, sections = 3;
  let turn = 0, shown = 0, found, answer;

  const button = document.createElement("button");
  button.type = "button";
  button.className = opener.className;
  button.setAttribute("aria-haspopup", "dialog");
  button.setAttribute("aria-keyshortcuts", "/");
  button.append(...opener.childNodes);
  opener.replaceWith(button);

  function words(pattern) {
    const values = arguments;
    return pattern.replace(/\{(\d)\}/g, (all, n) => values[+n + 1]);
  }

  function element(name, className, ...content) {
    const e = document.createElement(name);
    if (className) e.className = className;
    e.append(...content);
    return e;
  }

  function open() {
    if (dialog.open) return;
    index.open().then(fillFilters, failed); // first: it loads while the page is laid out
    dialog.showModal();
    input.select();
  }

  function fillFilters() {
    [[kind, index.kinds()], [doc, index.documents()]].forEach(function (f) {
      if (f[0].options.length > 2) return;
      f[1].forEach((name, i) => f[0].add(new Option(name, i + 1)));
      f[0].closest("label").hidden = !f[1].length;
    });
  }

  function failed(reason) {
    status.textContent = reason === "changed" ? say.changed : say.error;
  }

  function run() { answer = answerTo(); }

  async function answerTo() {
    const mine = ++turn, query = input.value;
    if (!/[\p{L}\p{N}]/u.test(query)) return clear();
    try {
      const result = await index.search(query, { kind: +kind.value, document: +doc.value });
      const pages = result.pages.slice(0, atOnce), first = await texts(pages.splice(0, inView));
      if (mine !== turn) return;
      found = result;
      shown = 0;
      if (list.contains(document.activeElement)) input.focus();
      list.replaceChildren();
      add(first);
      tell(query);
      addRest(pages, mine);
    } catch (reason) {
      if (mine === turn) failed(reason);
    }
  }

  /* addRest adds the results below those that are seen at once, which are there
     sooner for not waiting for these. */
  async function addRest(pages, mine) {
    list.setAttribute("aria-busy", pages.length > 0);
    try {
      const rest = await texts(pages);
      if (mine === turn) add(rest);
    } catch (reason) {
      if (mine === turn) failed(reason);
    }
    if (mine === turn) list.setAttribute("aria-busy", false);
  }

  function clear() {
    found = undefined;
    list.replaceChildren();
    status.textContent = "";
    more.hidden = true;
  }

  function texts(pages) {
    return Promise.all(pages.map((p) => index.text(p.page).then((text) => Object.assign(p, { text: text }))));
  }

  /* preferTitles puts first what has the name that was typed, then pages, then
     elements, then sections with the title that was typed. */
  function preferTitles(pages) {
    const typed = found.words.join(" ");
    const worth = function (p, r) {
      const n = r.at - index.firstOf(p.page), record = p.text[2][n];
      if (r.named) return 4;
      if (index.wordsIn(record[0]).map((w) => w.form).join(" ") !== typed) return 0;
      if (n === 0) return 3;
      return record[4] !== undefined ? 2 : 1;
    };
    pages.forEach(function (p) {
      p.titled = 0;
      p.records.slice().reverse().forEach(function (r) {
        const w = worth(p, r);
        if (w && w >= p.titled) { p.titled = w; p.records.splice(p.records.indexOf(r), 1); p.records.unshift(r); }
      });
    });
    pages.sort((a, b) => b.titled - a.titled);
  }

  function tell(query) {
    const n = found.pages.length;
    const mistyped = found.terms.map((t) => t.mistyped).filter(Boolean).join(" ");
    let text = n === 0 ? words(say.none, query) : n === 1 ? say.single : words(say.found, n);
    if (n && mistyped) text = words(say.like, mistyped) + " " + text;
    if (!found.terms.length) text = say.common;
    status.textContent = text;
  }

  function add(pages) {
    preferTitles(pages);
    list.append(...pages.map(pageItem));
    shown += pages.length;
    more.hidden = shown < atOnce || shown >= found.pages.length;
  }

  /* pageItem shows what was found in a page: the best record, and below it
     others that are worth it. */
  function pageItem(p) {
    const first = index.firstOf(p.page), best = p.records[0];
    const item = element("li", "result", ...recordParts(p, best.at - first, true));
    const others = p.records.slice(1).filter((r) => r.named || r.worth >= best.worth / 3).slice(0, sections);
    if (others.length) item.append(element("ul", "result-others", ...others.map((r) => element("li", "", ...recordParts(p, r.at - first)))));
    return item;
  }

  /* recordParts are the parts of one result: id and title, where it stands, and
     the words around what was found. */
  function recordParts(p, n, full) {
    const record = p.text[2][n], at = index.firstOf(p.page) + n, s = snippet(record);
    const link = element("a", "");
    link.href = root + p.text[0] + (n ? "#" + (record[4] === undefined && s.anchor || record[1]) : "");
    mark(link, record[0]);
    const parts = [element("p", "result-title", ...(record[4] ? [element("span", "id", record[4]), " "] : []), link)];
    if (full) {
      const where = [n ? p.text[1] : "", index.documents()[index.documentOf(at) - 1], index.kinds()[index.kindOf(at) - 1]];
      parts.push(element("p", "result-where", where.filter((w, i) => w && where.indexOf(w) === i).join(" · ")));
    }
    parts.push(s.text);
    return parts;
  }

  /* snippet finds the line of a record that says most of what was asked, and
     cuts it to a length around those words. */
  function snippet(record) {
    const lines = record[2].split("\n"), anchors = (record[3] || "").split("\n");
    let best = 0, most = 0;
    lines.forEach(function (line, i) {
      const n = new Set(index.wordsIn(line).filter((w) => found.forms.has(w.form)).map((w) => w.form)).size;
      if (n > most) { most = n; best = i; }
    });
    const text = element("p", "result-text");
    mark(text, cut(lines[best]));
    return { text: text, anchor: anchors[best] };
  }

  function cut(line) {
    if (line.length <= width) return line;
    const hit = index.wordsIn(line).find((w) => found.forms.has(w.form));
    let from = Math.max(0, Math.min((hit ? hit.at : 0) - width / 3, line.length - width));
    if (from > 0) from = line.indexOf(" ", from) + 1;
    let to = from + width;
    if (to < line.length) to = Math.max(line.lastIndexOf(" ", to), from + width / 2);
    return (from > 0 ? "… " : "") + line.slice(from, to) + (to < line.length ? " …" : "");
  }

  /* mark adds text with the words that were found marked. */
  function mark(into, text) {
    let at = 0;
    index.wordsIn(text).forEach(function (w) {
      if (!found.forms.has(w.form)) return;
      into.append(text.slice(at, w.at), element("mark", "", text.slice(w.at, w.end)));
      at = w.end;
    });
    into.append(text.slice(at));
  }

  /* The arrow keys go through the results and back to the field. */
  function step(event, by) {
    const stops = [input, ...list.querySelectorAll("a")];
    const at = stops.indexOf(document.activeElement) + by;
    if (at < 0 || at >= stops.length || !stops.includes(document.activeElement)) return;
    event.preventDefault();
    stops[at].focus();
  }

  document.addEventListener("keydown", function (event) {
    if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey || dialog.open) return;
    /* The field of the dialog keeps the focus for a moment after it was closed. */
    if (event.target.closest("input, select, textarea, [contenteditable]") && !dialog.contains(event.target)) return;
    event.preventDefault();
    open();
  });
  dialog.addEventListener("keydown", function (event) {
    if (event.key === "ArrowDown") step(event, 1);
    if (event.key === "ArrowUp") step(event, -1);
  });
  button.addEventListener("pointerenter", () => index.open().catch(() => { /* the click says so */ }), { once: true });
  button.addEventListener("click", open);
  dialog.querySelector("button.close").addEventListener("click", () => dialog.close());
  dialog.addEventListener("click", (event) => { if (event.target === dialog) dialog.close(); });
  dialog.querySelector("form").addEventListener("submit", async function (event) {
    event.preventDefault();
    await answer;
    const first = list.querySelector("a");
    if (first) first.click();
  });
  input.addEventListener("input", run);
  kind.addEventListener("change", run);
  doc.addEventListener("change", run);
  more.addEventListener("click", async function () {
    const at = list.children.length;
    try {
      add(await texts(found.pages.slice(shown, shown + atOnce)));
      list.children[at].querySelector("a").focus();
    } catch (reason) { failed(reason); }
  });

  /* What was searched for is kept in the address, so that the way back from a
     result leads to the results. */
  list.addEventListener("click", function (event) {
    const link = event.target.closest("a");
    if (!link) return;
    try {
      history.replaceState(history.state, "", "?q=" + encodeURIComponent(input.value) + location.hash);
    } catch (e) { /* an address that may not be changed */ }
    if (link.href.split("#")[0] === location.href.split(/[?#]/)[0]) dialog.close();
  });
  const asked = new URLSearchParams(location.search).get("q");
  if (asked) {
    input.value = asked;
    open();
    run();
  }
})();
