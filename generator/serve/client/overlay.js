// Problems, over the page: errors in a panel, warnings in a corner. All of it
// stands in a shadow tree of its own, and all of it is text.

export class Overlay {
  constructor() {
    this.host = document.createElement("trigpoint-preview");
    this.host.dataset.trigpoint = "";
    this.root = this.host.attachShadow({ mode: "open" });
    const style = make("link", { rel: "stylesheet", href: new URL("client.css", import.meta.url).href });
    this.panel = make("section", { className: "panel", hidden: true });
    this.panel.setAttribute("role", "alert");
    this.corner = make("div", { className: "corner", hidden: true });
    this.back = make("button", { type: "button", className: "back", onclick: () => this.reopen() });
    this.gone = make("p", { className: "gone", hidden: true, textContent: "The preview has stopped. It goes on when “trigpoint serve” runs again." });
    this.root.append(style, this.panel, this.corner, this.gone);
    document.documentElement.append(this.host);
    this.closed = "";
    addEventListener("keydown", (e) => e.key === "Escape" && this.close());
  }

  // show shows the problems of an update, and takes away those of the one before.
  show(u) {
    this.count = u.errorCount;
    this.now = JSON.stringify([u.errors, u.errorCount]);
    this.panel.replaceChildren();
    if (u.errorCount) this.errors(u);
    const open = this.corner.querySelector("details")?.open;
    this.back.textContent = count(u.errorCount, "problem") + " to mend";
    this.corner.replaceChildren(this.back);
    if (u.warningCount) this.warnings(u, open);
    this.arrange();
  }

  // arrange shows the errors in the panel or, where the author has hidden it, as
  // a button in the corner: the page beneath is not what is written.
  arrange() {
    const hidden = this.closed === this.now;
    this.panel.hidden = !this.count || hidden;
    bringCarets(this.panel);
    this.back.hidden = !this.count || !hidden;
    this.corner.hidden = this.back.hidden && this.corner.childElementCount === 1;
  }

  errors(u) {
    const close = make("button", { type: "button", className: "close", textContent: "Hide" });
    close.onclick = () => this.close();
    const title = make("h1", { textContent: count(u.errorCount, "problem") + " to mend" });
    const about = make("p", { className: "about", textContent: "The page beneath is the last good one." });
    this.panel.append(close, title, about, ...(u.errors || []).map(problem), more(u.errorCount, u.errors));
  }

  warnings(u, open) {
    const details = make("details", { open: Boolean(open), ontoggle: () => bringCarets(details) });
    details.append(make("summary", { textContent: count(u.warningCount, "warning") }), ...(u.warnings || []).map(problem), more(u.warningCount, u.warnings));
    this.corner.append(details);
  }

  close() {
    this.closed = this.now;
    this.arrange();
  }

  reopen() {
    this.closed = "";
    this.arrange();
    this.panel.querySelector("button").focus();
  }

  // away tells that the server is gone, unless it is back at once.
  away(gone) {
    if (gone) {
      this.timer ??= setTimeout(() => (this.gone.hidden = false), 1500); // each attempt to connect tells anew
      return;
    }
    clearTimeout(this.timer);
    this.timer = null;
    this.gone.hidden = true;
  }
}

export function make(name, properties) {
  return Object.assign(document.createElement(name), properties);
}

// bringCarets scrolls the excerpts that are too long for the window to their
// carets.
function bringCarets(among) {
  for (const caret of among.querySelectorAll("pre span")) {
    const [box, at] = [caret.parentElement.getBoundingClientRect(), caret.getBoundingClientRect()];
    if (at.right > box.right) caret.parentElement.scrollLeft += at.left - box.left - box.width / 3;
  }
}

function count(n, word) {
  return n === 1 ? "1 " + word : n + " " + word + "s";
}

function more(n, list) {
  const left = n - (list || []).length;
  return make("p", { className: "more", textContent: left > 0 ? "and " + left + " more; the terminal shows all" : "" });
}

function problem(p) {
  const box = make("article", { className: p.severity });
  const head = make("p", { className: "place" });
  head.append(opener(p.editor, p.place));
  const message = make("p", { className: "message", textContent: p.message });
  if (p.code) message.append(" ", make("code", { textContent: "[" + p.code + "]" }));
  box.append(head, message);
  if (p.excerpt) {
    const margin = String(p.line);
    const lines = make("pre", { textContent: margin + " | " + p.excerpt });
    if (p.width) lines.append("\n" + " ".repeat(margin.length) + " | " + " ".repeat(p.pad), make("span", { textContent: "^".repeat(p.width) }));
    box.append(lines);
  }
  if (p.hint) box.append(make("p", { className: "hint", textContent: p.hint }));
  for (const other of p.related || []) box.append(make("p", { className: "related", textContent: "also: " + other }));
  return box;
}

// opener is a link that opens the editor; for one in a terminal, a button that
// copies the command.
export function opener(editor, text) {
  if (editor.href) return make("a", { href: editor.href, textContent: text, title: "Open in the editor" });
  if (!editor.command) return make("span", { textContent: text });
  const button = make("button", { type: "button", textContent: text, title: "Copy: " + editor.command });
  button.onclick = async () => {
    await navigator.clipboard?.writeText(editor.command);
    button.textContent = "copied: " + editor.command;
    setTimeout(() => (button.textContent = text), 1500);
  };
  return button;
}
