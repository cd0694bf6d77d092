// The search as readers use it: the real index and the real script, in a
// browser, over HTTP and from the disk.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { gzipSync } from "node:zlib";
import { audit, build, fileURL, files, folder, host, open, root, tab } from "./harness.mjs";

const { queries } = JSON.parse(readFileSync(join(root, "browser/search-queries.json"), "utf8"));
let site, browser;

before(async () => {
  site = build();
  browser = await open();
});
after(() => browser?.close());

// ask types a query into the open dialog and waits for all that comes of it.
async function ask(page, query) {
  await page.fill("dialog.search input", "");
  await page.fill("dialog.search input", query);
  await page.waitForFunction(() => document.querySelector("dialog.search [role=status]").textContent !== "" && !document.querySelector("dialog.search ol[aria-busy=true]"));
}

// results are the links of each result, as addresses in the site.
const results = (page, at) => page.$$eval("dialog.search ol > li", (items, at) =>
  items.map((item) => [...item.querySelectorAll("a")].map((a) => a.href.slice(at.length))), at);

test("readers find the page that they expect", async () => {
  const { page, context } = await tab(browser);
  const at = fileURL(site, "index.html").replace("index.html", "");
  await page.goto(fileURL(site));
  await page.keyboard.press("/");
  let sum = 0;
  const low = [];
  for (const { query, page: expected } of queries) {
    await ask(page, query);
    const rank = 1 + (await results(page, at)).findIndex((links) =>
      links.some((link) => link === expected || (!expected.includes("#") && link.split("#")[0] === expected)));
    sum += rank ? 1 / rank : 0;
    if (rank !== 1) low.push(`${rank || "not"}: ${query}`);
  }
  const mean = sum / queries.length;
  console.log(`mean reciprocal rank of ${queries.length} queries: ${mean.toFixed(3)}; not first: ${low.join(", ") || "none"}`);
  assert.ok(queries.length >= 60);
  assert.ok(mean >= 0.9, low.join("\n"));
  await context.close();
});

// ways are how a site can be read.
const ways = {
  "over HTTP": async (t, dir) => {
    const at = await host(dir);
    t.after(at.close);
    return at.url;
  },
  "from the disk": async (t, dir) => fileURL(dir, "index.html").replace("index.html", ""),
};

for (const [way, serve] of Object.entries(ways)) {
  test(`the keyboard alone searches and opens, ${way}`, async (t) => {
    const at = await serve(t, site);
    const { page, faults } = await tab(browser);
    await page.goto(`${at}planting-the-flag/issues/infrastructure.html`);
    await page.keyboard.press("/");
    assert.equal(await page.evaluate(() => document.activeElement.id), "_q");
    await page.keyboard.type("service desk");
    await page.waitForFunction(() => [...document.querySelectorAll("dialog.search li:first-child mark")].some((m) => /^desks?$/.test(m.textContent)));
    assert.match(await page.textContent("dialog.search [role=status]"), /^\d+ pages found\.$/);
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("ArrowUp");
    const href = await page.evaluate(() => document.activeElement.href);
    await page.keyboard.press("Enter");
    await page.waitForURL(href);
    await page.goBack();
    await page.waitForSelector("dialog.search[open] ol > li");
    assert.equal(await page.inputValue("dialog.search input"), "service desk");
    await page.keyboard.press("Escape");
    assert.equal(await page.evaluate(() => document.querySelector("dialog.search").open), false);
    await page.keyboard.press("/");
    await page.keyboard.type("A12");
    await page.keyboard.press("Enter"); // at once: it waits for the answer
    await page.waitForURL(/a12-one-service-desk\.html$/);
    assert.deepEqual(faults, []);
  });
}

test("a slash typed in a field stays there, and Escape gives the focus back", async () => {
  const { page } = await tab(browser);
  await page.goto(fileURL(site, "planning-the-route/local-route/register.html"));
  await page.focus(".search-open");
  await page.keyboard.press("Enter");
  await page.keyboard.type("and/or");
  assert.equal(await page.inputValue("dialog.search input"), "and/or");
  await page.keyboard.press("Escape");
  assert.equal(await page.evaluate(() => document.activeElement.className), "search-open");
  await page.focus(".table-tools select");
  await page.keyboard.press("/");
  assert.equal(await page.evaluate(() => document.querySelector("dialog.search").open), false);
});

test("filters narrow what is found, and more is shown on demand", async () => {
  const { page } = await tab(browser);
  await page.goto(fileURL(site));
  await page.keyboard.press("/");
  await ask(page, "partners");
  const all = parseInt(await page.textContent("dialog.search [role=status]"), 10);
  await page.selectOption("dialog.search select[name=kind]", { label: "Issues" });
  await page.waitForFunction((n) => parseInt(document.querySelector("dialog.search [role=status]").textContent, 10) < n, all);
  for (const where of await page.$$eval(".result-where", (list) => list.map((p) => p.textContent))) assert.match(where, /Issues$/);
  await page.selectOption("dialog.search select[name=kind]", { label: "All" });
  await page.selectOption("dialog.search select[name=document]", { label: "Planting the Flag" });
  await page.waitForFunction(() => [...document.querySelectorAll(".result-where")].every((p) => p.textContent.includes("Planting the Flag")));
  const before = (await page.$$("dialog.search ol > li")).length;
  await page.click("dialog.search button.more");
  await page.waitForFunction((n) => document.querySelectorAll("dialog.search ol > li").length > n, before);
});

test("what is typed or in the address is text, whatever it looks like", async () => {
  const { page, faults } = await tab(browser);
  const hostile = "<img src=x onerror=alert(1)>";
  page.on("dialog", (d) => faults.push(`a script ran: ${d.message()}`));
  await page.goto(`${fileURL(site)}?q=${encodeURIComponent(hostile)}`);
  await page.waitForFunction(() => document.querySelector("dialog.search [role=status]").textContent !== "");
  assert.equal(await page.inputValue("dialog.search input"), hostile);
  assert.equal(await page.$("dialog.search img"), null);
  await ask(page, "zzzzzz<b>");
  assert.match(await page.textContent("dialog.search [role=status]"), /zzzzzz<b>/);
  await ask(page, "the of and");
  assert.match(await page.textContent("dialog.search [role=status]"), /too common/);
  assert.deepEqual(faults, []);
});

test("titles that look like code are found, marked and shown as they are", async (t) => {
  const dir = folder("hostile");
  const title = `</script><img src=x onerror=alert(1)> "quoted" 'café' ${"long ".repeat(60)}`;
  mkdirSync(join(dir, "content"));
  writeFileSync(join(dir, "site.toml"), 'title = "Place"\nlanguage = "en-GB"\n');
  writeFileSync(join(dir, "content/_index.md"), '+++\ntitle = "Home"\n+++\n');
  writeFileSync(join(dir, "content/a.md"), `+++\ntitle = '''${title}'''\n+++\nNothing.\n`);
  writeFileSync(join(dir, "content/b.md"), "+++\ntitle = 'عنوان من اليمين'\n+++\nSwimming pools.\n");
  const at = await ways["over HTTP"](t, build({ site: dir }));
  const { page, faults } = await tab(browser);
  page.on("dialog", () => faults.push("a script ran"));
  await page.goto(`${at}index.html`);
  await page.keyboard.press("/");
  for (const query of ["cafe", "café", "quoted", "onerror"]) {
    await ask(page, query);
    assert.equal(await page.textContent("dialog.search ol a"), title.trim(), query);
  }
  await ask(page, "عنوان");
  assert.equal(await page.textContent("dialog.search ol a"), "عنوان من اليمين");
  await ask(page, "swimming pool");
  assert.deepEqual(await page.$$eval("dialog.search ol mark", (list) => list.map((m) => m.textContent)), ["Swimming", "pools"]);
  assert.deepEqual(faults, []);
});

test("of a query with a typing error, the word that is not there is named", async () => {
  const { page } = await tab(browser);
  await page.goto(fileURL(site));
  await page.keyboard.press("/");
  await ask(page, "shared informtion");
  assert.match(await page.textContent("dialog.search [role=status]"), /“informtion”.* \d+ pages found/);
});

test("in the index of names an id stays on one line with its kind", async () => {
  const { page } = await tab(browser, { viewport: { width: 390, height: 844 } });
  await page.goto(fileURL(site, "index-a-z.html"));
  const parted = await page.$$eval(".letter li:has(.id)", (list) => list
    .filter((li) => li.querySelector(".id").getBoundingClientRect().top + 2 < li.querySelector(".of").getBoundingClientRect().top)
    .map((li) => li.textContent));
  assert.deepEqual(parted, []);
});

test("without script the button is a link to the index of names", async () => {
  const { page } = await tab(browser, { javaScriptEnabled: false });
  await page.goto(fileURL(site));
  await page.click("a.search-open");
  assert.match(page.url(), /index-a-z\.html$/);
  await page.click("main .other a:text-is(\"PSN\")");
  assert.match(page.url(), /glossary\.html#t-psn$/);
});

test("a site can be without the search", () => {
  const dir = folder("plain");
  mkdirSync(join(dir, "content"));
  writeFileSync(join(dir, "site.toml"), 'title = "Place"\n[search]\nenabled = false\n');
  writeFileSync(join(dir, "content/_index.md"), '+++\ntitle = "Home"\n+++\n');
  const to = build({ site: dir });
  assert.doesNotMatch(readFileSync(join(to, "index.html"), "utf8"), /search/);
  assert.deepEqual(files(to).filter((f) => f.startsWith("search/")), []);
});

test("a part of another edition is noticed", async (t) => {
  const dir = build();
  writeFileSync(join(dir, "search/words-0.js"), readFileSync(join(dir, "search/words-0.js"), "utf8").replace(/,"[\w-]+",/, ',"0",'));
  const at = await ways["over HTTP"](t, dir);
  const { page } = await tab(browser);
  await page.goto(`${at}index.html`);
  await page.keyboard.press("/");
  await ask(page, "leadership");
  assert.match(await page.textContent("dialog.search [role=status]"), /Load the page again/);
});

test("the dialog and the index of names are accessible, light and dark, wide and narrow", async (t) => {
  const at = await ways["over HTTP"](t, site);
  for (const colorScheme of ["light", "dark"])
    for (const viewport of [{ width: 1280, height: 900 }, { width: 320, height: 640 }]) {
      const { page, context } = await tab(browser, { colorScheme, viewport });
      await page.goto(`${at}index-a-z.html`);
      assert.deepEqual(await audit(page), []);
      await page.keyboard.press("/");
      await ask(page, "open data");
      assert.deepEqual(await audit(page), []);
      assert.ok(await page.evaluate(() => document.querySelector("dialog.search").scrollWidth <= document.querySelector("dialog.search").clientWidth));
      await context.close();
    }
});

// cost is what the first search on a page transfers, in bytes after gzip, the
// scripts of the search with it, and how long after the last key it is shown.
async function cost(at, name, query) {
  const { page, context } = await tab(browser);
  await page.goto(at.url + name);
  const script = await page.$eval("script[src*=search]", (s) => s.src);
  at.transferred = 0;
  const from = Date.now();
  await page.keyboard.press("/");
  await ask(page, query);
  await page.waitForSelector("dialog.search ol > li");
  const first = Date.now() - from;
  const bytes = at.transferred + gzipSync(await (await fetch(script)).text()).length;
  const times = [];
  for (let i = 0; i < 5; i++)
    times.push(await page.evaluate(async ([query, i]) => {
      const input = document.querySelector("dialog.search input"), list = document.querySelector("dialog.search ol");
      const shown = new Promise((done) => new MutationObserver(() => list.children.length && done()).observe(list, { childList: true }));
      const from = performance.now();
      input.value = query + " ".repeat(i);
      input.dispatchEvent(new Event("input"));
      await shown;
      return performance.now() - from;
    }, [query, i]));
  await context.close();
  return { bytes, first, time: times.sort((a, b) => a - b)[2] };
}

test("the first search on this site transfers less than 60 kB", async (t) => {
  const at = await host(site);
  t.after(at.close);
  assert.deepEqual(await waits(at, "leadership"), { parts: "hits index text text text words", first: 3, last: 8 });
  for (const query of ["leadership", "sharing personal data agreement", "A12", "stratgey", "partners", "se"]) {
    const { bytes, first, time } = await cost(at, "index.html", query);
    console.log(`“${query}”: ${(bytes / 1000).toFixed(1)} kB, answered in ${time.toFixed(0)} ms, the first time, with all that is loaded, in ${first} ms`);
    assert.ok(bytes < 60_000, `${query}: ${bytes} bytes`);
  }
});

// waits is what an answer waits for: the parts of the index that it loads when
// all other texts are held back, and how many results it makes at first. In the
// end it has the rest.
async function waits(at, query) {
  const { page, context } = await tab(browser);
  const parts = [], held = [];
  let texts = 0;
  await page.route("**/search/*.js*", (route) => {
    const part = route.request().url().match(/search\/([a-z]+)/)[1];
    if (part === "text" && ++texts > 3) return held.push(route);
    parts.push(part);
    return route.continue();
  });
  await page.goto(`${at.url}index.html`);
  await page.keyboard.press("/");
  await page.fill("dialog.search input", query);
  await page.waitForFunction(() => document.querySelector("dialog.search [role=status]").textContent !== "");
  const count = () => page.$$eval("dialog.search ol > li", (list) => list.length);
  const first = await count();
  await Promise.all(held.map((route) => route.continue()));
  await page.waitForSelector("dialog.search ol[aria-busy=false]", { state: "attached" });
  const last = await count();
  await context.close();
  return { parts: parts.sort().join(" "), first, last };
}

// typed is what a query transfers that is typed letter by letter, the search of
// each beginning with it, in bytes after gzip.
async function typed(at, query) {
  const { page, context } = await tab(browser);
  await page.goto(`${at.url}index.html`);
  at.transferred = 0;
  await page.keyboard.press("/");
  for (let i = 2; i <= query.length; i++) await ask(page, query.slice(0, i));
  await context.close();
  return at.transferred;
}

// The theme has no part in this, so one will do.
if (!process.env.THEME) test("on a site of 10,000 pages a word transfers less than 300 kB", async (t) => {
  const dir = folder("large");
  execFileSync("go", ["run", "./generator/bench", "-pages", "10000", "-write", dir], { cwd: root });
  const at = await host(build({ site: dir }));
  t.after(at.close);
  for (const query of ["strategy", "stratgey", "A4242", "4242", "libraries"]) {
    const { bytes, first, time } = await cost(at, "index.html", query);
    console.log(`10,000 pages, “${query}”: ${(bytes / 1000).toFixed(1)} kB, answered in ${time.toFixed(0)} ms, the first time, with all that is loaded, in ${first} ms`);
    assert.ok(bytes < 300_000, `${query}: ${bytes} bytes`);
  }
  assert.deepEqual(await waits(at, "strategy"), { parts: "hits index text text text words", first: 3, last: 8 });
  const bytes = await typed(at, "strategy");
  console.log(`10,000 pages, “strategy” letter by letter: ${(bytes / 1000).toFixed(1)} kB`);
  assert.ok(bytes < 300_000, `letter by letter: ${bytes} bytes`);
});
