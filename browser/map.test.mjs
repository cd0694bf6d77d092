// The pictures and tables of the model as readers see them: maps, timelines,
// charts, matrices, the register and the report of the rules.

import assert from "node:assert/strict";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { gzipSync } from "node:zlib";
import { audit, build, fileURL, folder, host, nu, open, tab } from "./harness.mjs";

const register = "planning-the-route/local-route/register.html";
const pictures = {
  "the map of the series": "index.html",
  "a neighbourhood": "planning-the-route/local-route/actions/a04-work-anywhere.html",
  "the timeline": "planning-the-route/local-route/index.html",
  "a measure": "planning-the-route/local-route/measures/n1-days-to-adaptation.html",
  "the register": register,
  "progress": "planning-the-route/local-route/progress.html",
  "matrices": "planting-the-flag/matrix.html",
  "a role": "roles/chief-finance-officer.html",
  "the report": "coverage.html",
};
let site, browser;

before(async () => {
  site = build();
  browser = await open();
});
after(() => browser?.close());

test("pictures and tables are accessible, light and dark, wide and narrow", async (t) => {
  const at = await host(site);
  t.after(at.close);
  const { page, faults, context } = await tab(browser);
  for (const [what, name] of Object.entries(pictures)) {
    await page.goto(at.url + name);
    for (const width of [1280, 320]) {
      await page.setViewportSize({ width, height: 2400 }); // high: the contents beside are not our subject
      for (const colorScheme of ["light", "dark"]) {
        await page.emulateMedia({ colorScheme });
        assert.deepEqual(await audit(page, colorScheme === "dark" ? ["color-contrast"] : undefined), [], `${what}, ${colorScheme}, ${width} pixels wide`);
      }
      const over = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      assert.ok(over <= 0, `${what} is ${over} pixels wider than a window of ${width}`);
    }
  }
  assert.deepEqual(faults, []);
  await context.close();
});

// hrefs lists where the visible links of a part of the page lead, each once.
const hrefs = (page, selector) => page.$$eval(selector, (links) =>
  [...new Set(links.filter((a) => a.checkVisibility()).map((a) => (a.href.baseVal ?? a.getAttribute("href"))))].sort());

test("each mark of a map is a link with a title, and the list beside it has the same", async () => {
  const { page } = await tab(browser);
  for (const name of [pictures["the map of the series"], pictures["a neighbourhood"]]) {
    await page.goto(fileURL(site, name));
    const picture = await page.$(".map .picture svg.wide");
    assert.deepEqual(await picture.$$eval("a", (links) => links.filter((a) => !a.querySelector("title")?.textContent).length), 0);
    await page.click(".map .as-list summary");
    const own = name.split("/").at(-1); // the mark of the page itself
    assert.deepEqual(await hrefs(page, ".map .as-list a"), (await hrefs(page, ".map svg.wide a")).filter((href) => href !== own), name);
  }
});

test("headings of a map are whole, wide and narrow", async () => {
  const { page, context } = await tab(browser);
  for (const name of [pictures["the map of the series"], pictures["a neighbourhood"]])
    for (const width of [1280, 360]) {
      await page.setViewportSize({ width, height: 740 });
      await page.goto(fileURL(site, name));
      const over = await page.$$eval(".map .picture > svg", (list) => list.filter((s) => s.checkVisibility()).flatMap((s) =>
        [...s.querySelectorAll(".group")].filter((t) => t.getBBox().x + t.getBBox().width > s.viewBox.baseVal.width + 1 || t.textContent.includes("…")).map((t) => t.textContent)));
      assert.deepEqual(over, [], `${name}, ${width} pixels wide`);
    }
  await context.close();
});

test("a phone has a map of its own, whose words are as large as the page's", async () => {
  for (const [width, shown] of [[1280, "wide"], [360, "narrow"]]) {
    const { page, context } = await tab(browser, { viewport: { width, height: 740 } });
    await page.goto(fileURL(site));
    assert.deepEqual(await page.$$eval(".map .picture > svg", (list) => list.filter((s) => s.checkVisibility()).map((s) => s.classList[0])), [shown]);
    const sizes = await page.$$eval(`.map svg.${shown} text`, (list) => list.map((e) => parseFloat(getComputedStyle(e).fontSize) * e.getScreenCTM().a));
    assert.ok(Math.min(...sizes) >= 9, `words ${Math.min(...sizes)} pixels high at a width of ${width}`);
    await context.close();
  }
});

test("a mark leads on, from the disk and on a phone", async () => {
  for (const [width, svg] of [[1280, "wide"], [360, "narrow"]]) {
    const { page, context } = await tab(browser, { viewport: { width, height: 740 } });
    await page.goto(fileURL(site));
    await page.click(`.map svg.${svg} a:has-text("Leadership")`);
    await page.waitForURL(/capabilities\/leadership\.html$/);
    await context.close();
  }
});

test("pictures take their colours from the page, in the dark and on paper", async () => {
  const { page } = await tab(browser);
  await page.goto(fileURL(site));
  const ink = () => page.$eval(".map svg.wide .words, .map svg.wide text", (e) => getComputedStyle(e).fill);
  const day = await ink();
  await page.emulateMedia({ colorScheme: "dark" });
  assert.notEqual(await ink(), day);
  await page.emulateMedia({ colorScheme: "light" });
  await page.setViewportSize({ width: 360, height: 740 });
  await page.emulateMedia({ media: "print" });
  assert.ok(await page.$eval(".map svg.wide", (e) => e.checkVisibility()), "paper has the wide map");
});

test("pictures take the colours that a reader forces, and marks keep their forms", async () => {
  const { page } = await tab(browser, { forcedColors: "active", colorScheme: "dark" });
  await page.goto(fileURL(site, pictures["the timeline"]));
  const seen = (selector) => page.$eval(`.timeline svg.wide ${selector}`, (e) => [getComputedStyle(e).forcedColorAdjust, getComputedStyle(e).fill]);
  const ground = await page.$eval("body", (e) => getComputedStyle(e).backgroundColor);
  const ink = await page.$eval("body", (e) => getComputedStyle(e).color);
  assert.deepEqual(await seen(".mark.due"), ["none", ground]);
  assert.deepEqual(await seen(".mark.done"), ["none", ink]);
  assert.deepEqual(await seen(".touch"), ["none", "rgba(0, 0, 0, 0)"]);
});

test("the timeline shows the day of the statuses, moved dates, and the same as a list", async () => {
  const { page } = await tab(browser);
  await page.goto(fileURL(site, pictures["the timeline"]));
  assert.ok(await page.$(".timeline svg.wide .now"), "no line for the day");
  assert.ok(await page.$(".timeline svg.wide .moved"), "no moved date");
  await page.click(".timeline .as-list summary");
  const listed = await hrefs(page, ".timeline .as-list a");
  for (const href of await hrefs(page, ".timeline svg.wide a")) assert.ok(listed.includes(href), `${href} is not in the list`);
});

test("without script the register is whole", async () => {
  const { page } = await tab(browser, { javaScriptEnabled: false });
  await page.goto(fileURL(site, register));
  assert.equal((await page.$$("[data-table] tbody tr")).length, 15);
  assert.equal(await page.$(".table-tools"), null);
});

// rows are the first cells of the rows that are shown.
const rows = (page) => page.$$eval("[data-table] tbody tr", (list) => list.filter((r) => !r.hidden).map((r) => r.cells[0].textContent.trim()));

test("the register can be narrowed and sorted, and the choice is kept in the address", async () => {
  const { page, faults } = await tab(browser);
  await page.goto(fileURL(site, register));
  assert.equal((await rows(page)).length, 15);
  const labels = await page.$$eval(".table-tools label", (list) => list.map((l) => l.firstChild.textContent.trim()));
  for (const label of ["Status", "Owner", "Due"]) assert.ok(labels.includes(label), `no filter ${label}: ${labels}`);
  assert.ok(labels.length >= 4, `no filter by issue: ${labels}`);
  await page.selectOption('.table-tools label:has-text("Status") select', { label: "Met" });
  const met = await rows(page);
  assert.ok(met.length > 0 && met.length < 15);
  assert.match(await page.textContent(".table-tools output"), new RegExp(`^${met.length} of 15`));
  await page.click('th button:has-text("Id")');
  await page.click('th button:has-text("Id")');
  const sorted = await rows(page);
  assert.deepEqual(sorted, met.slice().sort((a, b) => b.slice(1) - a.slice(1)));
  await page.reload();
  assert.deepEqual(await rows(page), sorted);
  await page.focus(".table-tools button");
  await page.keyboard.press("Enter");
  assert.equal((await rows(page)).length, 15);
  assert.equal(await page.evaluate(() => document.activeElement.tagName), "SELECT", "the keyboard has lost its place");
  assert.deepEqual(faults, []);
});

test("on a phone the filters of a table leave no empty line", async () => {
  const { page } = await tab(browser, { viewport: { width: 390, height: 844 } });
  await page.goto(fileURL(site, register));
  const [shown, clear] = await page.$$eval(".table-tools :is(output, button)", (list) => list.map((e) => e.getBoundingClientRect()));
  assert.ok(shown.top < clear.bottom && clear.top < shown.bottom, "the button has a line of its own");
});

test("a table that is wider than its column says so at its edge, at every width", async () => {
  const { page } = await tab(browser);
  for (const width of [390, 1280]) {
    await page.setViewportSize({ width, height: 900 });
    await page.goto(fileURL(site, pictures.progress));
    const shadow = await page.$eval(".table", (table) => getComputedStyle(table).backgroundImage);
    assert.match(shadow, /gradient/, `at ${width}`);
  }
});

test("a measure has a chart and the same figures in a table", async () => {
  const { page } = await tab(browser);
  await page.goto(fileURL(site, pictures["a measure"]));
  assert.ok(await page.$(".series-chart svg"));
  assert.ok((await page.$$("main table tbody tr")).length > 1);
});

test("each cell of a matrix leads to what it counts, and gaps are named", async () => {
  const { page } = await tab(browser);
  await page.goto(fileURL(site, pictures.matrices));
  const cells = await page.$$eval(".matrix td.yes", (list) => list.map((c) => c.querySelectorAll("a[href]").length));
  assert.ok(cells.length > 20 && cells.every((n) => n > 0));
  assert.equal((await page.$$(".matrix table")).length, (await page.$$(".gaps")).length);
  assert.deepEqual(await page.$$eval(".matrix table", (tables) => tables.filter((t) => {
    const numbers = (selector) => [...t.querySelectorAll(selector)].map((c) => Number(c.textContent));
    const sum = (list) => list.reduce((a, b) => a + b, 0);
    const foot = numbers("tfoot td");
    return sum(numbers("tbody td.total")) !== foot.at(-1) || sum(foot.slice(0, -1)) !== foot.at(-1);
  }).length), 0, "totals that are not the sum of what they total");
});

test("the report has the gaps of each document with their reasons, and the home page leads to it", async () => {
  const { page } = await tab(browser);
  await page.goto(fileURL(site));
  await page.click('main a[href="coverage.html"]');
  await page.waitForURL(/coverage\.html$/);
  assert.equal((await page.$$(".report section.coverage")).length, 2);
  for (const reason of await page.$$eval(".report .waived li", (list) => list.map((l) => l.textContent)))
    assert.match(reason, /: .{20,}/);
  await page.goto(fileURL(site, "planning-the-route/index.html"));
  await page.click('main a[href*="coverage.html#"]');
  await page.waitForURL(/coverage\.html#/);
  assert.equal(await page.textContent(":target"), "Planning the Route");
});

// model writes a site of issues and actions, and a page with a map and a
// timeline of them.
function model(issues, actions, { joined = true, title = (id) => `Title of ${id}` } = {}) {
  const dir = folder("model");
  mkdirSync(join(dir, "content"), { recursive: true });
  const write = (name, front, body = "") => writeFileSync(join(dir, "content", name), `+++\n${front}\n+++\n${body}`);
  writeFileSync(join(dir, "site.toml"), `title = "Place"
[checks]
page-alone = "off"
[kinds.issue]
id = "I{n}"
map = true
[kinds.action]
id = "A{n}"
map = true
fields.due = { type = "date", label = "Due" }
[relations.addresses]
from = ["action"]
to = ["issue"]
label = "Addresses"
inverse = "addressed-by"
`);
  write("_index.md", 'title = "Home"', `
\`\`\`map
kinds = ["issue", "action"]
via = ["addresses"]
empty = "Nothing is on the map."
\`\`\`

\`\`\`timeline
kind = "action"
empty = "Nothing has a date."
\`\`\`
`);
  for (let i = 1; i <= issues; i++) write(`i${i}.md`, `title = '''${title("I" + i)}'''\nid = "I${i}"`);
  for (let i = 1; i <= actions; i++)
    write(`a${i}.md`, `title = '''${title("A" + i)}'''\nid = "A${i}"\ndue = 2030-0${1 + (i % 9)}-1${i % 10}\n${joined ? `addresses = ["I${1 + (i % issues)}"]` : ""}`);
  return dir;
}

// look opens the home page of a site, wide and narrow, and returns its words.
async function look(t, dir) {
  const to = build({ site: dir });
  const at = await host(to);
  t.after(at.close);
  const { page, faults, context } = await tab(browser, { viewport: { width: 1280, height: 800 } });
  page.on("dialog", () => faults.push("a script ran"));
  await page.goto(`${at.url}index.html`);
  assert.deepEqual(await audit(page), []);
  await page.setViewportSize({ width: 320, height: 800 });
  assert.deepEqual(await audit(page), []);
  assert.deepEqual(faults, []);
  const words = await page.textContent("main");
  await context.close();
  return { to, words };
}

test("titles that are code, quotations, endless or written from the right change nothing", async (t) => {
  const titles = ["<script>alert(1)</script>", `"double" 'single' &amp; \\back`, "endless ".repeat(38).trim(), "عنوان طويل من اليمين إلى اليسار", "Unbroken".repeat(40)];
  const dir = model(3, 6, { title: (id) => `${titles[id.charCodeAt(1) % titles.length]} ${id}` });
  const { to, words } = await look(t, dir);
  assert.ok(words.includes("<script>alert(1)</script> "));
  assert.deepEqual(nu(join(to, "index.html")), []);
  const { page } = await tab(browser);
  for (const width of [1280, 360]) {
    await page.setViewportSize({ width, height: 800 });
    await page.goto(fileURL(to));
    const outside = await page.$$eval(".map svg", (list) => list.filter((s) => s.checkVisibility()).flatMap((s) => [...s.querySelectorAll("a")].filter((a) => {
      const box = a.querySelector(".box")?.getBoundingClientRect();
      return box && [...a.querySelectorAll("text")].some((w) => { const b = w.getBoundingClientRect(); return b.right > box.right + 2 || b.left < box.left - 2 || b.bottom > box.bottom + 2; });
    }).map((a) => a.textContent)));
    assert.deepEqual(outside, [], `words outside their boxes at ${width}`);
  }
});

test("a site with one element, and one without relations, has a picture", async (t) => {
  const one = await look(t, model(1, 0));
  assert.match(one.words, /Title of I1/);
  assert.match(one.words, /Nothing has a date\./);
  const loose = await look(t, model(3, 3, { joined: false }));
  assert.match(loose.words, /Nothing on this map is joined to:/);
  for (const id of ["I1", "I3", "A1", "A3"]) assert.match(loose.words, new RegExp(`Title of ${id}`));
});

test("a map of 2,000 actions says what it leaves out", async (t) => {
  const { to, words } = await look(t, model(20, 2000));
  assert.match(words, /Shown of Action.*: \d+ of 2000/);
  const { length } = gzipSync(readFileSync(join(to, "index.html")));
  assert.ok(length < 60_000, `${length} bytes after gzip`);
  assert.match(words, /\d+ of 2000 are shown/);
});
