// The preview as an author sees it: files are edited under a running server, and
// a real Chromium shows what comes of it.

import assert from "node:assert/strict";
import { cpSync, mkdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { after, before, test } from "node:test";
import { folder, open, start, tab } from "./harness.mjs";

let browser;
before(async () => {
  browser = await open();
});
after(() => browser?.close());

const front = (title, body) => `+++\ntitle = "${title}"\nsummary = "About ${title}."\n+++\n${body}\n`;

const paragraphs = (n) => Array.from({ length: n }, (_, i) => `Paragraph ${i} of many, with [a link](two.md) in it.`);

// preview starts a server on a new site and opens a page of it.
async function preview(t, { args = [], path = "plan/one.html", port = 0, site = desk() } = {}) {
  const address = /serving (http:\/\/127\.0\.0\.1:\d+\/)/;
  const [server, [, url]] = await start(["serve", "-C", site, "--addr", `127.0.0.1:${port}`, ...args], address);
  const state = { site, url, stop: () => end(server) };
  t.after(state.stop);
  Object.assign(state, await tab(browser));
  t.after(() => state.context.close());
  await state.page.goto(url + path);
  await listening(state.page);
  return state;
}

function end(server) {
  if (server.exitCode !== null || server.signalCode !== null) return;
  return new Promise((resolve) => {
    server.once("exit", resolve);
    server.kill("SIGINT");
  });
}

// listening waits until the client knows the page, so that an edit now is one
// that it is told.
async function listening(page) {
  await page.waitForFunction(() => document.querySelector("trigpoint-preview")?.dataset.trigpoint === "ready");
  await page.evaluate(() => (globalThis.mark = "the same document"));
}

const sameDocument = (page) => page.evaluate(() => globalThis.mark === "the same document");

// desk makes a site.
function desk() {
  const site = folder("desk");
  save(site, "site.toml", 'title = "Desk"\neditor = "vscode"\n');
  save(site, "content/_index.md", front("Home", "See [the plan](plan/_index.md)."));
  save(site, "content/plan/_index.md", front("Plan", "About the plan."));
  save(site, "content/plan/one.md", front("One", paragraphs(60).join("\n\n")));
  save(site, "content/plan/two.md", front("Two", "See [one](one.md)."));
  return site;
}

// save writes a file in one step.
function save(site, name, text) {
  mkdirSync(dirname(join(site, name)), { recursive: true });
  writeFileSync(join(site, ".draft"), text);
  renameSync(join(site, ".draft"), join(site, name));
}

const edited = (at, words) => front("One", paragraphs(60).map((p, i) => (i === at ? words : p)).join("\n\n"));

test("an edit is shown in place: scroll, focus, open details and typed text stay", async (t) => {
  const { page, site, faults } = await preview(t);
  await page.evaluate(() => {
    // What a reader and the theme's scripts bring into a page.
    document.querySelector("main").insertAdjacentHTML("beforeend", '<form><details><summary>More</summary>Text.</details><input id="typed"></form>');
    document.querySelector("main details").open = true;
  });
  await page.fill("#typed", "half a senten");
  await page.evaluate(() => document.querySelectorAll("main p a")[30].focus());
  await page.evaluate(() => document.querySelectorAll("main p a")[30].scrollIntoView({ block: "center", behavior: "instant" }));
  const before = await page.evaluate(() => ({ y: scrollY, top: document.activeElement.getBoundingClientRect().top }));
  assert.ok(before.y > 500, `the page is long enough to scroll: ${before.y}`);
  save(site, "content/plan/one.md", edited(31, "Words that were just written."));
  await page.getByText("Words that were just written.").waitFor();
  save(site, "content/plan/one.md", edited(3, "A first paragraph.\n\nAnd another one above what is looked at."));
  await page.getByText("And another one above").waitFor();
  const now = await page.evaluate(() => ({
    top: document.activeElement.getBoundingClientRect().top, focus: document.activeElement.nodeName,
    typed: document.querySelector("#typed").value, open: document.querySelector("main details").open,
  }));
  assert.ok(await sameDocument(page), "the page was not loaded anew");
  assert.equal(now.focus, "A");
  assert.ok(Math.abs(now.top - before.top) < 40, `what is looked at stays where it is: ${before.top} and ${now.top}`);
  assert.equal(now.typed, "half a senten");
  assert.equal(now.open, true);
  assert.deepEqual(faults, []);
});

test("only the page that changed is touched", async (t) => {
  const { page, site, url, context } = await preview(t);
  const other = await context.newPage();
  await other.goto(url + "plan/two.html");
  await listening(other);
  await other.evaluate(() => {
    globalThis.touched = 0;
    new MutationObserver((list) => (globalThis.touched += list.length)).observe(document.body, { subtree: true, childList: true, characterData: true, attributes: true });
  });
  save(site, "content/plan/one.md", edited(5, "Only here."));
  await page.getByText("Only here.").waitFor();
  save(site, "content/plan/two.md", front("Two", "And there."));
  await other.getByText("And there.").waitFor();
  const touched = await other.evaluate(() => globalThis.touched);
  assert.ok(touched > 0 && touched < 6, `${touched} changes of the other page, for one edit of a paragraph`);
});

test("a style sheet is swapped without a reload", async (t) => {
  const { page, site, faults } = await preview(t);
  await page.evaluate(() => scrollTo({ top: 700, behavior: "instant" }));
  save(site, "theme/assets/style.css/99-own.css", "main { outline-color: rgb(1, 2, 3) }\n");
  await page.waitForFunction(() => getComputedStyle(document.querySelector("main")).outlineColor === "rgb(1, 2, 3)");
  save(site, "theme/assets/style.css/99-own.css", "main { outline-color: rgb(4, 5, 6) }\n");
  await page.waitForFunction(() => getComputedStyle(document.querySelector("main")).outlineColor === "rgb(4, 5, 6)");
  await page.waitForFunction(() => document.querySelectorAll('head link[rel~="stylesheet"]').length === 1);
  assert.ok(await sameDocument(page), "the page was not loaded anew");
  assert.equal(await page.evaluate(() => scrollY), 700);
  assert.deepEqual(faults, []);
});

test("a title is changed in place, and so is what machines read", async (t) => {
  const { page, site } = await preview(t);
  save(site, "content/plan/one.md", front("Another title", paragraphs(60).join("\n\n")));
  await page.getByRole("heading", { level: 1, name: "Another title" }).waitFor();
  await page.waitForFunction(() => document.title.startsWith("Another title"));
  assert.ok(await sameDocument(page), "the page was not loaded anew");
});

test("an edited script loads the page anew", async (t) => {
  const { page, site } = await preview(t);
  save(site, "theme/assets/site.js", "document.documentElement.dataset.own = 'yes';\n");
  await page.waitForFunction(() => document.documentElement.dataset.own === "yes");
});

test("an image with other bytes is shown", async (t) => {
  const site = desk();
  const image = (width) => `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="10"><rect width="10" height="10"/></svg>`;
  save(site, "content/plan/map.svg", image(40));
  save(site, "content/plan/one.md", front("One", "![A map](map.svg)"));
  const { page } = await preview(t, { site });
  await page.waitForFunction(() => document.querySelector("main img").naturalWidth === 40);
  save(site, "content/plan/map.svg", image(80));
  await page.waitForFunction(() => document.querySelector("main img").naturalWidth === 80);
  assert.ok(await sameDocument(page));
});

const panel = (page) => page.locator("trigpoint-preview .panel");

test("a problem is shown over the page, and goes when it is mended", async (t) => {
  const { page, site } = await preview(t);
  save(site, "content/plan/one.md", edited(2, "See [one<script>alert(1)</script>](tow.md) of them."));
  await panel(page).waitFor();
  const text = await panel(page).innerText();
  for (const words of ['no file "tow.md"', "content/plan/one.md:9:", "[path-unknown]", "did you mean two.md?", "(tow.md) of them.", "^^^^^", "<script>"])
    assert.ok(text.includes(words), `the panel lacks ${words}:\n${text}`);
  const href = await panel(page).getByRole("link").first().getAttribute("href");
  assert.ok(href.startsWith("vscode://file/") && href.includes("/content/plan/one.md:9:"), href);
  const lines = (await panel(page).locator("pre").last().innerText()).split("\n");
  assert.equal(lines[1].indexOf("^"), lines[0].indexOf("tow.md"), lines.join("\n"));
  assert.equal(await page.getByText("Paragraph 2 of many").count(), 1, "the last good page stays");
  if (process.env.SCREENSHOTS) await page.screenshot({ path: join(process.env.SCREENSHOTS, "overlay.png") });
  await page.emulateMedia({ media: "print" });
  assert.equal(await panel(page).isVisible(), false, "paper shows the page alone");
  await page.emulateMedia({ media: "screen" });
  await page.keyboard.press("Escape");
  await panel(page).waitFor({ state: "hidden" });
  const back = page.getByRole("button", { name: /^\d problems? to mend$/ });
  await back.press("Enter"); // what is hidden can be had back
  await panel(page).waitFor();
  assert.equal(await back.count(), 0);
  await page.keyboard.press("Enter"); // on Hide
  await panel(page).waitFor({ state: "hidden" });
  save(site, "content/plan/two.md", front("Two", "See [three](three.md)."));
  await panel(page).waitFor(); // another problem, and the first one still
  save(site, "content/plan/two.md", front("Two", "See nothing."));
  save(site, "content/plan/one.md", edited(2, "Mended."));
  await page.getByText("Mended.").waitFor();
  await panel(page).waitFor({ state: "hidden" });
  assert.ok(await sameDocument(page));
});

test("beside an editor there is little room: a caret far along its line is in view", async (t) => {
  const { page, site } = await preview(t);
  await page.setViewportSize({ width: 500, height: 700 });
  save(site, "content/plan/one.md", edited(2, "Some words more of the line, so that a narrow window has no room for [it](tow.md)."));
  await panel(page).waitFor();
  const [caret, box] = await panel(page).locator("pre").evaluate((pre) => [pre.querySelector("span"), pre].map((e) => e.getBoundingClientRect().toJSON()));
  assert.ok(caret.left > box.left && caret.right < box.right, JSON.stringify([caret, box]));
  assert.ok(await panel(page).evaluate((e) => e.scrollWidth <= e.clientWidth), "nothing sticks out");
});

test("a new page that is broken from the start has the problem at its address", async (t) => {
  const { page, site, url } = await preview(t);
  save(site, "content/plan/new.md", "+++\ntitle = \"New\"\nwieght = 3\n+++\nWords that came.\n");
  await panel(page).waitFor();
  await page.goto(url + "plan/new.html");
  await panel(page).getByText("wieght").first().waitFor();
  save(site, "content/plan/new.md", front("New", "Words that came."));
  await page.getByText("Words that came.").waitFor();
  await panel(page).waitFor({ state: "hidden" });
});

test("a site that is broken from the start is shown when it is mended", async (t) => {
  const site = desk();
  save(site, "site.toml", "title = \n");
  const { page } = await preview(t, { site });
  await panel(page).getByText("site.toml:1").first().waitFor();
  save(site, "site.toml", 'title = "Desk"\n');
  await page.getByText("Paragraph 59 of many").waitFor();
});

test("warnings sit in a corner with their count", async (t) => {
  const { page, site } = await preview(t);
  save(site, "site.toml", 'title = "Desk"\n[checks]\npath-unknown = "warning"\n');
  save(site, "content/plan/one.md", edited(2, "See [gone](gone.md) and [lost](lost.md)."));
  const corner = page.locator("trigpoint-preview .corner");
  await corner.getByText(/^\d+ warnings?$/).waitFor();
  await corner.locator("summary").click();
  await corner.getByText('no file "gone.md"').waitFor();
  if (process.env.SCREENSHOTS) await page.screenshot({ path: join(process.env.SCREENSHOTS, "corner.png") });
  assert.equal(await panel(page).isVisible(), false);
});

test("ten tabs all load and are all told", async (t) => {
  const { page, site, url, context } = await preview(t);
  const tabs = [page];
  for (let i = 0; i < 10; i++) {
    const other = await context.newPage();
    await other.goto(url + "plan/one.html");
    await listening(other);
    tabs.push(other);
  }
  save(site, "content/plan/one.md", edited(0, "Told to everybody."));
  for (const tab of tabs) await tab.waitForFunction(() => document.body.textContent.includes("Told to everybody."));
  for (const tab of tabs) assert.ok(await sameDocument(tab));
});

test("without shared workers a tab listens by itself", async (t) => {
  const state = await preview(t);
  const page = await state.context.newPage();
  await page.addInitScript(() => delete globalThis.SharedWorker);
  await page.goto(state.url + "plan/one.html");
  await listening(page);
  save(state.site, "content/plan/one.md", edited(0, "Told without a worker."));
  await page.getByText("Told without a worker.").waitFor();
  assert.ok(await sameDocument(page));
});

test("a tab catches up with a server that was started anew", async (t) => {
  const { page, site, url, stop } = await preview(t);
  await stop();
  await page.locator("trigpoint-preview .gone").waitFor();
  save(site, "content/plan/one.md", edited(0, "Edited while nobody served."));
  const [server] = await start(["serve", "-C", site, "--addr", new URL(url).host], /serving/);
  t.after(() => end(server));
  await page.getByText("Edited while nobody served.").waitFor();
  await page.locator("trigpoint-preview .gone").waitFor({ state: "hidden" });
  save(site, "content/plan/one.md", edited(0, "Edited again."));
  await page.getByText("Edited again.").waitFor();
});

test("a tab that slept catches up", async (t) => {
  const { page, site, context, url } = await preview(t);
  const other = await context.newPage();
  await other.goto(url + "plan/one.html");
  await listening(other);
  const session = await context.newCDPSession(page);
  await session.send("Page.setWebLifecycleState", { state: "frozen" });
  for (let i = 0; i < 3; i++) {
    save(site, "content/plan/one.md", edited(0, `Edit ${i} in its sleep.`));
    await other.getByText(`Edit ${i} in its sleep.`).waitFor();
  }
  await session.send("Page.setWebLifecycleState", { state: "active" });
  await page.bringToFront();
  await page.getByText("Edit 2 in its sleep.").waitFor();
});

test("with --follow the browser goes to what is edited and lights it", async (t) => {
  const { page, site, url } = await preview(t, { args: ["--follow"], path: "plan/two.html" });
  save(site, "content/plan/one.md", edited(40, "Here the author is at work."));
  await page.waitForURL(url + "plan/one.html");
  await page.locator("[data-trigpoint-lit]", { hasText: "Here the author is at work." }).waitFor();
  const box = await page.getByText("Here the author is at work.").boundingBox();
  assert.ok(box.y > 0 && box.y < 900, `the paragraph is in sight: ${box.y}`);
  await listening(page);
  save(site, "content/plan/one.md", edited(10, "And now here."));
  await page.locator("[data-trigpoint-lit]", { hasText: "And now here." }).waitFor();
});

test("a key shows and hides links that open the source", async (t) => {
  const { page, site } = await preview(t);
  const links = page.locator("trigpoint-preview .edit a");
  assert.equal(await links.count(), 0);
  await page.keyboard.press("e");
  await links.nth(20).waitFor();
  const hrefs = await links.evaluateAll((list) => list.map((a) => a.href));
  for (let i = 0; i < 60; i++)
    assert.ok(hrefs.some((h) => h.includes(`/content/plan/one.md:${5 + 2 * i}:`)), `no link to line ${5 + 2 * i}: ${hrefs.slice(0, 5)}`);
  if (process.env.SCREENSHOTS) await page.screenshot({ path: join(process.env.SCREENSHOTS, "edit.png") });
  save(site, "content/plan/one.md", edited(0, "One line more.\n\nAnd another."));
  await page.getByText("And another.").waitFor();
  await page.waitForFunction(() => [...document.querySelector("trigpoint-preview").shadowRoot.querySelectorAll(".edit a")].some((a) => a.href.includes(":125:")));
  await page.keyboard.press("e");
  await links.first().waitFor({ state: "hidden" });
});

test("a page that is deleted or renamed says so", async (t) => {
  const { page, site } = await preview(t, { path: "plan/two.html" });
  save(site, "content/plan/one.md", front("One", "Alone."));
  cpSync(join(site, "content/plan/two.md"), join(site, "content/plan/three.md"));
  rmSync(join(site, "content/plan/two.md"));
  await page.getByRole("heading", { level: 1, name: /not found/i }).waitFor();
});
