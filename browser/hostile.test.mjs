// What people who wish readers ill may write, in a browser that runs what it is
// given: HTML in pages where it is allowed, and queries in the search.

import assert from "node:assert/strict";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { build, fileURL, folder, open, root, tab } from "./harness.mjs";

let browser;

before(async () => (browser = await open()));
after(() => browser?.close());

// watched opens a page on which anything that acts is a fault.
async function watched() {
  const { context, page, faults } = await tab(browser);
  page.on("dialog", (d) => {
    faults.push(`a script ran: ${d.message()}`);
    d.dismiss();
  });
  page.on("request", (r) => /^(file|data|blob):/.test(r.url()) || faults.push(`asks for ${r.url()}`));
  return { context, page, faults };
}

// corpus is the hostile HTML of the compiler's own tests.
const corpus = () => {
  const source = readFileSync(join(root, "generator/markdown/sanitise_test.go"), "utf8");
  const list = source.slice(source.indexOf("var hostileHTML"), source.indexOf("// TestHostileHTML"));
  const found = [...list.matchAll(/"((?:[^"\\\n]|\\.)*)"/g)].map((m) => JSON.parse(`"${m[1].replaceAll("\\x0b", "\\u000b")}"`)).filter((s) => /</.test(s));
  assert.ok(found.length > 60, `only ${found.length}`);
  return found;
};

test("hostile HTML does nothing where HTML is allowed, not even what the policy would stop", async () => {
  const dir = folder("html");
  mkdirSync(join(dir, "content"));
  writeFileSync(join(dir, "site.toml"), 'title = "T"\nraw_html = true\n[checks]\nraw-html = "off"\nheading-order = "off"\n');
  writeFileSync(join(dir, "content/_index.md"), '+++\ntitle = "Home"\n+++\n');
  const list = corpus();
  list.forEach((html, i) => writeFileSync(join(dir, `content/p${i}.md`), `+++\ntitle = "P"\n+++\nBefore ${html} after.\n\n${html}\n\n<div>${html}</div>\n\nThe end.\n`));
  const site = build({ site: dir });
  const { context, page, faults } = await watched();
  for (let i = 0; i < list.length; i++) {
    await page.goto(fileURL(site, `p${i}.html`), { waitUntil: "load" });
    const seen = await page.evaluate((open) => ({
      end: open || [...document.querySelectorAll("main p")].some((p) => p.textContent.includes("The end.")),
      ids: [...document.querySelectorAll("[id]")].map((e) => e.id).filter((id, i, all) => all.indexOf(id) !== i),
      acting: document.querySelectorAll("main :is(iframe, object, embed, form, base, style, [style], [onclick], [onerror])").length,
    }), /^<!--(?!.*-->)/.test(list[i])); // a comment without an end runs to that of the page
    assert.deepEqual(seen, { end: true, ids: [], acting: 0 }, list[i]);
    assert.deepEqual(faults, [], list[i]);
  }
  await context.close();
});

test("the policy stops what would get through", async () => {
  const dir = folder("let-through");
  mkdirSync(join(dir, "content"));
  writeFileSync(join(dir, "site.toml"), 'title = "T"\n');
  writeFileSync(join(dir, "content/_index.md"), '+++\ntitle = "Home"\n+++\nHERE\n');
  const site = build({ site: dir });
  const home = join(site, "index.html");
  const whole = readFileSync(home, "utf8");
  for (const html of ["<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "<iframe srcdoc='<script>alert(1)</script>'></iframe>", "<a id=x href='javascript:alert(1)'>a</a>"]) {
    writeFileSync(home, whole.replace("HERE", html));
    const { context, page, faults } = await tab(browser);
    let ran = false;
    page.on("dialog", (d) => { ran = true; d.dismiss(); });
    await page.goto(fileURL(site, "index.html"), { waitUntil: "load" });
    await page.evaluate(() => document.getElementById("x")?.click());
    await page.waitForTimeout(50);
    assert.equal(ran, false, html);
    assert.match(faults.join("\n"), /Content Security Policy|ERR_FILE_NOT_FOUND/, html);
    await context.close();
  }
});

// random is a small generator of numbers that are the same every time, unless
// TRIGPOINT_SEED says otherwise.
function random(seed) {
  return (n) => {
    seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0;
    return Math.floor((seed / 2 ** 32) * n);
  };
}

// queries are made of words of the site, of markup, and of what trips up
// matchers: long, empty, repeated, of other scripts, half a character.
function queries(count) {
  const next = random(Number(process.env.TRIGPOINT_SEED ?? 1));
  const parts = ["strategy", "issue", "I2", "digital", "acces", "zzz", "<b>", "<img src=x onerror=alert(1)>", "</script>", "&lt;", "\"", "'", "\\", "(", "[a-z]*", ".*", "+", "%", "%00", "\u0000",
    "\u202e", "\ud800", "e\u0301", "ß", "İ", "ﬁ", "字", "عنوان", "🎉", "__proto__", "constructor", "toString", "hasOwnProperty", "-", "--", "id:", "*", "a".repeat(3000), " ", "\t", "\u00a0", "1e999", "NaN"];
  return Array.from({ length: count }, () => Array.from({ length: 1 + next(5) }, () => parts[next(parts.length)]).join(["", " "][next(2)]));
}

test("no query runs, breaks or stalls the search", async () => {
  const site = build();
  const { context, page, faults } = await watched();
  await page.goto(fileURL(site));
  await page.keyboard.press("/");
  await page.waitForSelector("dialog.search input");
  const list = queries(Number(process.env.TRIGPOINT_QUERIES ?? 400));
  let found = 0, longest = 0;
  for (const query of list) {
    const seen = await page.evaluate(async (query) => {
      const input = document.querySelector("dialog.search input");
      const status = document.querySelector("dialog.search [role=status]");
      status.textContent = "";
      input.value = query;
      const from = performance.now();
      input.dispatchEvent(new Event("input", { bubbles: true }));
      const asks = /[\p{L}\p{N}]/u.test(input.value); // anything else is no question
      while (status.textContent === "" && asks && performance.now() - from < 5000) await new Promise((r) => setTimeout(r, 5));
      const inside = [...document.querySelectorAll("dialog.search ol *")];
      return {
        took: performance.now() - from,
        answered: status.textContent !== "" || !asks,
        acting: inside.filter((e) => /^(script|img|iframe|svg|style|object|form)$/i.test(e.localName) || [...e.attributes].some((a) => /^on|^style$/.test(a.name) || /^\s*javascript:/i.test(a.value))).length,
        results: document.querySelectorAll("dialog.search ol > li").length,
        length: document.querySelector("dialog.search").textContent.length,
      };
    }, query);
    const what = JSON.stringify(query.slice(0, 80));
    assert.deepEqual(faults, [], what);
    assert.ok(seen.answered, `${what} is not answered`);
    assert.equal(seen.acting, 0, what);
    assert.ok(seen.results <= 200 && seen.length < 200_000 + 10 * query.length, `${what}: ${seen.results} results, ${seen.length} characters`);
    assert.deepEqual(faults, [], what);
    found += seen.results > 0;
    longest = Math.max(longest, seen.took);
  }
  console.log(`${list.length} queries, of which ${found} find something; the slowest took ${longest.toFixed(0)} ms`);
  assert.ok(found > list.length / 20, "hardly a query finds anything");
  await context.close();
});
