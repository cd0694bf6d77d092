// The off-line copies as readers open them: from the disk, with no network. The
// books and PDFs are checked by the slow part of the Go tests.

import assert from "node:assert/strict";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { after, before, test } from "node:test";
import { inflateRawSync } from "node:zlib";
import { audit, build, fileURL, files, folder, host, nu, open, tab } from "./harness.mjs";

let site, singles, zip, browser;

before(async () => {
  site = build({ args: ["--formats", "zip,html"] });
  const copies = files(site).filter((f) => f.startsWith("downloads/"));
  singles = copies.filter((f) => f.endsWith(".html"));
  [zip] = copies.filter((f) => f.endsWith(".zip"));
  browser = await open();
});
after(() => browser?.close());

// offline is a tab without a network; requested collects what it asks for.
async function offline() {
  const one = await tab(browser);
  await one.context.setOffline(true);
  one.requested = [];
  one.page.on("request", (request) => one.requested.push(request.url().slice(0, 200)));
  return one;
}

// unzip unpacks an archive into a new folder, which it returns.
function unzip(archive) {
  const bytes = readFileSync(archive), to = folder("unzipped");
  const end = bytes.lastIndexOf("PK\x05\x06", undefined, "latin1");
  let at = bytes.readUInt32LE(end + 16);
  for (let n = bytes.readUInt16LE(end + 10); n > 0; n--) {
    const [method, size] = [bytes.readUInt16LE(at + 10), bytes.readUInt32LE(at + 20)];
    const [name, extra, note] = [28, 30, 32].map((offset) => bytes.readUInt16LE(at + offset));
    const local = bytes.readUInt32LE(at + 42);
    const start = local + 30 + bytes.readUInt16LE(local + 26) + bytes.readUInt16LE(local + 28);
    const content = bytes.subarray(start, start + size);
    const path = join(to, bytes.toString("utf8", at + 46, at + 46 + name));
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, method === 8 ? inflateRawSync(content) : content);
    at += 46 + name + extra + note;
  }
  return to;
}

// The checker knows fewer style sheets than browsers do, so that it is asked
// about the HTML alone.
test("single files are valid HTML", () =>
  assert.deepEqual(nu(...singles.map((f) => join(site, f))).filter((line) => !line.includes("CSS: ")), []));

test("single files ask for nothing, and everything in them leads somewhere", async () => {
  assert.ok(singles.length >= 3);
  for (const name of singles) {
    const { context, page, faults, requested } = await offline();
    await page.goto(fileURL(site, name));
    assert.deepEqual(faults, [], name);
    assert.deepEqual(requested.filter((url) => !url.startsWith("data:")), [fileURL(site, name)]);
    const lost = await page.$$eval('a[href^="#"]', (links) => links.map((a) => decodeURIComponent(a.getAttribute("href").slice(1)))
      .filter((id) => !document.getElementById(id)));
    assert.deepEqual(lost, [], name);
    assert.equal(await page.evaluate(() => document.styleSheets.length), 1, "the policy lets the styles in");
    await context.close();
  }
});

test("the contents of a single file lead to its pages, and its script works", async () => {
  const { context, page } = await offline();
  await page.goto(fileURL(site, singles.find((f) => f.includes("planning-the-route-2"))));
  const last = page.locator(".copy-contents a").last();
  const id = decodeURIComponent((await last.getAttribute("href")).slice(1));
  await last.click();
  await page.waitForFunction((id) => Math.abs(document.getElementById(id).getBoundingClientRect().top) < 300, id);
  assert.equal(await page.locator(".leaf:target").evaluate((leaf) => getComputedStyle(leaf).boxShadow), "none", "a place is marked, and no whole page");
  assert.ok((await page.locator(".table-tools select").count()) > 0, "tables can be narrowed");
  await context.close();
});

test("a single file passes axe", async () => {
  for (const colorScheme of ["light", "dark"]) {
    const { page, context } = await tab(browser, { colorScheme });
    await page.goto(fileURL(site, singles.find((f) => f.includes("planting-the-flag-2"))));
    assert.deepEqual(await audit(page, colorScheme === "dark" ? ["color-contrast"] : undefined), [], colorScheme);
    await context.close();
  }
});

test("the chapters of books fit a small reader", async () => {
  const { page, context } = await tab(browser, { viewport: { width: 400, height: 600 } });
  const books = build({ args: ["--formats", "epub"] });
  for (const book of files(books).filter((f) => f.endsWith(".epub"))) {
    const chapters = unzip(join(books, book));
    let matrices = 0;
    for (const name of files(chapters).filter((f) => f.endsWith(".xhtml"))) {
      await page.goto(fileURL(chapters, name));
      const [wide, ...tables] = await page.evaluate(() => [document.documentElement, ...document.querySelectorAll(".matrix")].map((e) => e.scrollWidth));
      assert.ok(wide <= 400 && tables.every((table) => table <= 400), `${book} ${name}: ${wide} ${tables}`);
      matrices += tables.length;
    }
    assert.ok(matrices > 0, book);
  }
  await context.close();
});

test("the downloads page passes axe, and fits a phone", async () => {
  const { page, context } = await tab(browser, { viewport: { width: 320, height: 700 } });
  await page.goto(fileURL(site, "downloads.html"));
  assert.deepEqual(await audit(page), []);
  assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= 320), "nothing is wider than the screen");
  await context.close();
});

test("what the downloads page offers is there", async (t) => {
  const at = await host(site);
  t.after(at.close);
  const { page, context } = await tab(browser);
  await page.goto(at.url + "downloads.html");
  const hrefs = await page.$$eval("a[download]", (links) => links.map((a) => a.getAttribute("href")));
  assert.deepEqual([...hrefs].sort(), [zip, ...singles].sort());
  const [download] = await Promise.all([page.waitForEvent("download"), page.locator("a[download]").first().click()]);
  assert.equal("downloads/" + download.suggestedFilename(), zip);
  await context.close();
});

test("the zip opens from index.html without a network, search and map included", async () => {
  const dir = unzip(join(site, zip));
  assert.ok(!files(dir).some((f) => f.startsWith("downloads")), "a copy holds no copy");
  const { context, page, faults } = await offline();
  await page.goto(fileURL(dir));
  await page.keyboard.press("/");
  await page.fill("dialog.search input", "leadership");
  await page.waitForSelector("dialog.search ol > li a");
  await page.locator("dialog.search ol > li a").first().click();
  await page.waitForURL((url) => url.href !== fileURL(dir));
  await page.goto(fileURL(dir, "planting-the-flag/capabilities/leadership.html"));
  await page.locator(".map svg.wide a").first().click();
  await page.waitForURL((url) => !url.href.includes("capabilities/leadership"));
  assert.deepEqual(faults, []);
  await context.close();
});
