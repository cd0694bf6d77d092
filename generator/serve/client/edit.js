// Links beside the blocks of the page that open their source. The key “e” shows
// and hides them.

import { make, opener } from "./overlay.js";

const key = "trigpoint-edit";

export class EditLinks {
  // ask requests where the blocks of the page come from.
  constructor(overlay, ask) {
    this.ask = ask;
    this.layer = make("div", { className: "edit", hidden: true });
    overlay.root.append(this.layer);
    addEventListener("keydown", (e) => {
      if (e.key !== "e" || e.ctrlKey || e.metaKey || e.altKey || typing(e)) return;
      sessionStorage.setItem(key, this.layer.hidden ? "1" : "");
      this.refresh();
    });
    addEventListener("resize", () => this.place());
    addEventListener("load", () => this.place());
    this.refresh();
  }

  // refresh asks anew and shows the links, if they are to be shown.
  async refresh() {
    this.layer.hidden = !sessionStorage.getItem(key);
    if (this.layer.hidden) return;
    this.items = [];
    for (const [element, block] of await this.locate()) {
      const link = opener(block.editor, "edit");
      link.title = link.title || block.place;
      link.setAttribute("aria-label", "edit " + block.place);
      link.dataset.place = block.place;
      this.items.push([element, link]);
    }
    this.layer.replaceChildren(...this.items.map(([, link]) => link));
    this.place();
  }

  // place puts each link beside its block.
  place() {
    if (this.layer.hidden) return;
    for (const [element, link] of this.items || []) {
      const box = element.getBoundingClientRect();
      link.style.top = box.top + scrollY + "px";
      link.style.left = Math.max(box.left + scrollX - 44, 2) + "px";
    }
  }

  // find returns the element that comes from a line of the source, or undefined.
  async find(line) {
    let best;
    for (const [element, block] of await this.locate()) if (block.line === line) best = element;
    return best;
  }

  // locate pairs elements with the blocks they come from, in order of the page.
  async locate() {
    const answer = await this.ask();
    if (!answer.ok) return [];
    const blocks = await answer.json();
    const found = new Map();
    for (const b of blocks) {
      const e = b.anchor && document.getElementById(b.anchor);
      if (e) found.set(e, b);
    }
    const paragraphs = [...document.querySelectorAll("p, li, dd, dt, td, th, figcaption")];
    let from = 0;
    for (const b of blocks) {
      const words = squeeze(b.words).slice(0, 24);
      if (!words || b.anchor) continue;
      const i = paragraphs.findIndex((p, n) => n >= from && squeeze(p.textContent).replace(/^[A-Z]?\d[\d.]*/, "").startsWith(words.replace(/^[A-Z]?\d[\d.]*/, "")));
      if (i < 0) continue;
      from = i + 1;
      if (!found.has(paragraphs[i])) found.set(paragraphs[i], b);
    }
    const title = document.querySelector("h1");
    if (title && blocks.length && !found.has(title)) found.set(title, blocks[0]);
    return [...found].sort(([a], [b]) => (a.compareDocumentPosition(b) & Node.DOCUMENT_POSITION_FOLLOWING ? -1 : 1));
  }
}

function squeeze(text) {
  return (text || "").replace(/\s+/g, "");
}

// typing reports whether a key is meant for a field.
function typing(e) {
  const t = e.composedPath()[0];
  return t.isContentEditable || ["INPUT", "TEXTAREA", "SELECT"].includes(t.nodeName);
}
