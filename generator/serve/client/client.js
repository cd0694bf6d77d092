// The client of the preview: it keeps the page that a tab shows up to date and
// shows problems over it. It is added to pages by the server and is in no output.

import { Mirror } from "./morph.js";
import { listen } from "./stream.js";
import { Overlay } from "./overlay.js";
import { EditLinks } from "./edit.js";

const tag = document.querySelector("script[data-trigpoint]");
const page = { address: tag.dataset.address, hash: tag.dataset.hash, token: tag.dataset.token };
const overlay = new Overlay();
const edit = new EditLinks(overlay, () => ask("places"));
let mirror = null; // of the page as the server sent it
let number = 0; // of the last update
let reloading = false;

// ask requests something about this page.
function ask(what, more = "") {
  return fetch(`/.trigpoint/${what}?token=${page.token}&address=${encodeURIComponent(page.address)}${more}`);
}

function reload() {
  if (!reloading) location.reload();
  reloading = true;
}

// One check at a time; what comes meanwhile leads to one more.
let checking = null;
let again = null;

function check(reason) {
  if (checking) {
    again = { ...again, ...reason };
    return checking;
  }
  checking = compare(reason)
    .catch(() => {}) // the server is away: the stream tells when it is back
    .finally(() => {
      checking = null;
      const next = again;
      again = null;
      if (next) check(next);
    });
  return checking;
}

// compare asks for the page, unless it is the one shown, and shows it.
async function compare(reason) {
  const answer = await ask("page", "&have=" + (reason.first ? "" : page.hash));
  if (answer.status === 404 && page.hash) return reload();
  if (answer.status !== 200) return;
  const hash = answer.headers.get("Trigpoint-Hash");
  const next = new DOMParser().parseFromString(await answer.text(), "text/html");
  if (reason.first && hash === page.hash) {
    mirror = new Mirror(next, document);
    return;
  }
  if (!mirror || reason.scripts) return reload();
  let changed;
  try {
    changed = mirror.update(next);
  } catch (fault) {
    console.info("trigpoint: reloading:", fault.message);
    return reload();
  }
  page.hash = hash;
  document.dispatchEvent(new CustomEvent("trigpoint:update", { detail: { changed } }));
  edit.refresh();
  if (reason.light) light(changed[0]);
}

// light draws the eye to an element for a moment.
function light(element) {
  if (!element) return;
  const box = element.getBoundingClientRect();
  if (box.bottom < 0 || box.top > innerHeight) element.scrollIntoView({ block: "center", behavior: "instant" });
  element.animate([{ outline: "3px solid #e0a800", outlineOffset: "4px" }, { outline: "3px solid transparent", outlineOffset: "4px" }],
    { duration: 1800, easing: "ease-in" });
  element.dataset.trigpointLit = "";
  setTimeout(() => element.removeAttribute("data-trigpoint-lit"), 1800);
}

// receive takes an update from the server.
function receive(u) {
  overlay.show(u);
  const missed = u.token !== page.token || u.hello || u.number !== number + 1;
  page.token = u.token;
  number = u.number;
  const here = u.follow && u.follow.address === page.address;
  if (u.follow && !here && document.visibilityState === "visible") return go(u.follow);
  if (missed || (u.changed || []).includes(page.address) || !(u.checked || []).includes(page.address)) {
    check({ scripts: u.scripts, light: here });
  }
  for (const address of u.assets || []) refreshImage(address);
}

// refreshImage fetches an image that has other bytes under the same name.
async function refreshImage(address) {
  const up = page.address.split("/").length - 1;
  const target = new URL("../".repeat(up) + address.split("/").map(encodeURIComponent).join("/"), location.href);
  await fetch(target, { cache: "reload" }).catch(() => {});
  for (const image of document.images) {
    const shown = new URL(image.src, location.href);
    if (shown.pathname !== target.pathname) continue;
    shown.search = "?" + number;
    image.src = shown;
  }
}

// go follows the author to another page. Its place is kept for the page that
// is then loaded.
function go(spot) {
  sessionStorage.setItem("trigpoint-follow", JSON.stringify(spot));
  const up = page.address.split("/").length - 1;
  location.assign("../".repeat(up) + spot.address.split("/").map(encodeURIComponent).join("/"));
}

// arrive lights the paragraph that led here.
async function arrive() {
  const spot = JSON.parse(sessionStorage.getItem("trigpoint-follow") || "null");
  sessionStorage.removeItem("trigpoint-follow");
  if (!spot || spot.address !== page.address || !spot.line) return;
  light(await edit.find(spot.line));
}

document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && number && check({}));
addEventListener("pageshow", (e) => e.persisted && check({}));
const known = check({ first: true });
const told = new Promise((resolve) => {
  listen((u) => {
    receive(u);
    resolve();
  }, (away) => overlay.away(away));
});
known.then(arrive).catch(() => {});
Promise.all([known, told]).then(() => (overlay.host.dataset.trigpoint = "ready"));
