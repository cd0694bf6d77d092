// Changing a page in place. A Mirror knows the page as the server sent it last
// and, for each node of that, the node in the tab. An update changes in the tab
// what differs between the page before and the page now, and nothing else: what
// the reader typed, opened or scrolled to, and what scripts made, stays.

export class Mirror {
  // base is the page as it was sent, doc the document in the tab.
  constructor(base, doc) {
    this.base = base;
    this.doc = doc;
    this.live = new WeakMap(); // node of base → node of doc
    this.align(base.documentElement, doc.documentElement);
  }

  // update makes the tab show next, and returns the elements that changed, in
  // order. It throws if that takes a reload; the tab may then be changed in part.
  update(next) {
    if (signature(this.base) !== signature(next)) throw new Error("the scripts of the page are others");
    this.changed = new Set();
    this.patch(this.base.documentElement, next.documentElement);
    this.base = next;
    return [...this.changed].filter((e) => e.isConnected);
  }

  // align finds the nodes of the tab for those of the page as it was sent.
  align(base, live) {
    this.live.set(base, live);
    if (base.nodeName === "NOSCRIPT") return;
    let from = live.firstChild;
    for (const b of base.childNodes) {
      const l = counterpart(b, from);
      if (!l) continue; // a script took it out
      this.align(b, l);
      from = l.nextSibling;
    }
  }

  // patch changes the counterpart of one node into another.
  patch(base, next) {
    const live = this.live.get(base);
    this.live.set(next, live);
    if (base.isEqualNode(next)) return this.carry(base, next);
    if (base.nodeType !== Node.ELEMENT_NODE) {
      if (live && base.data !== next.data) {
        live.data = next.data;
        this.note(live.parentElement);
      }
      return;
    }
    if (isStyleSheet(base) && live) return this.swapStyleSheet(live, next);
    if (live) this.attributes(base, next, live);
    if (base.nodeName !== "NOSCRIPT") this.children(base, next, live);
  }

  // carry finds the counterparts of a subtree that stays the same.
  carry(base, next) {
    this.live.set(next, this.live.get(base));
    for (let b = base.firstChild, n = next.firstChild; b && n; b = b.nextSibling, n = n.nextSibling) this.carry(b, n);
  }

  note(element) {
    if (element && this.doc.body.contains(element) && element !== this.doc.body) this.changed.add(element);
  }

  attributes(base, next, live) {
    for (const name of new Set([...base.getAttributeNames(), ...next.getAttributeNames()])) {
      const was = base.getAttribute(name);
      const is = next.getAttribute(name);
      if (was === is || (base.nodeName === "SCRIPT" && name === "src")) continue;
      if (name === "value" && "value" in live && live.value === was) live.value = is || "";
      if (is === null) live.removeAttribute(name);
      else live.setAttribute(name, is);
      this.note(live);
    }
  }

  // swapStyleSheet lets the old one stand until the new one has come, so that
  // the page is never without.
  swapStyleSheet(live, next) {
    const link = this.doc.importNode(next, true);
    this.live.set(next, link);
    link.onload = link.onerror = () => live.remove();
    live.after(link);
  }

  children(base, next, live) {
    const pairs = pair([...base.childNodes], [...next.childNodes]);
    const kept = new Set(pairs.values());
    for (const b of base.childNodes) {
      const l = this.live.get(b);
      if (kept.has(b) || !l) continue;
      l.remove();
      this.note(live);
    }
    let at = null; // the last node put in its place
    for (const n of next.childNodes) {
      const b = pairs.get(n);
      if (b) this.patch(b, n);
      const l = b ? this.live.get(n) : live && this.insert(n, at, live);
      if (!l || !live) continue;
      if (at && !(at.compareDocumentPosition(l) & Node.DOCUMENT_POSITION_FOLLOWING)) at.after(l);
      at = l;
    }
  }

  insert(node, at, parent) {
    const copy = this.doc.importNode(node, true);
    this.carryCopy(node, copy);
    if (at) at.after(copy);
    else parent.prepend(copy);
    this.note(copy.nodeType === Node.ELEMENT_NODE ? copy : null);
    return copy;
  }

  carryCopy(node, copy) {
    this.live.set(node, copy);
    for (let n = node.firstChild, c = copy.firstChild; n && c; n = n.nextSibling, c = c.nextSibling) this.carryCopy(n, c);
  }
}

// signature tells pages with other scripts apart; data in script elements does
// not run. Hashes in names are left out: whether a script was edited is what the
// server says.
function signature(doc) {
  const running = [...doc.scripts].filter((s) => !s.type || s.type === "module" || s.type.endsWith("javascript"));
  return running.map((s) => (s.getAttribute("src") ? s.getAttribute("src").replace(/\.[0-9a-f]{8,}\./, ".").replace(/^(\.\.\/)+/, "") : s.textContent)).join("\n");
}

function isStyleSheet(e) {
  return e.nodeName === "LINK" && e.relList.contains("stylesheet");
}

// counterpart finds, from a node of the tab on, the one that was sent as b.
function counterpart(b, from) {
  let likely = null;
  for (let l = from; l; l = l.nextSibling) {
    if (!alike(b, l)) continue;
    if (b.nodeType !== Node.ELEMENT_NODE || b.getAttribute("class") === l.getAttribute("class")) return l;
    likely = likely || l;
  }
  return likely;
}

function alike(b, l) {
  if (b.nodeType !== l.nodeType || b.nodeName !== l.nodeName) return false;
  return b.nodeType !== Node.ELEMENT_NODE || (b.id === l.id && !("trigpoint" in l.dataset));
}

// pair finds for nodes of a new list those of an old one that they continue.
function pair(old, now) {
  const pairs = new Map();
  let start = 0;
  let oldEnd = old.length;
  let nowEnd = now.length;
  while (start < oldEnd && start < nowEnd && old[start].isEqualNode(now[start])) pairs.set(now[start], old[start++]);
  while (oldEnd > start && nowEnd > start && old[oldEnd - 1].isEqualNode(now[nowEnd - 1])) pairs.set(now[--nowEnd], old[--oldEnd]);
  const left = new Set(old.slice(start, oldEnd));
  const rest = now.slice(start, nowEnd);
  const match = (same) => {
    for (const n of rest) {
      if (pairs.has(n)) continue;
      for (const o of left) {
        if (!same(o, n)) continue;
        pairs.set(n, o);
        left.delete(o);
        break;
      }
    }
  };
  match((o, n) => o.nodeName === n.nodeName && n.id && o.id === n.id);
  match((o, n) => n.nodeType === Node.ELEMENT_NODE && o.isEqualNode(n));
  match((o, n) => o.nodeName === n.nodeName && !(o.id && n.id && o.id !== n.id));
  return pairs;
}
