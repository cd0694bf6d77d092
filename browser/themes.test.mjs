// Both themes as readers meet them: with a keyboard, on a phone, in the dark,
// enlarged, without script, under the checks of WCAG 2.2 AA. That every page is
// valid, and no wider than a phone, is tested in site.test.mjs, in both.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { audit, build, fileURL, files, folder, host, open, tab } from "./harness.mjs";
import { large } from "./large.mjs";

// kinds is one page of each kind.
const kinds = {
  home: "index.html",
  document: "planting-the-flag/index.html",
  section: "planting-the-flag/principles/index.html",
  capability: "planting-the-flag/capabilities/leadership.html",
  action: "planning-the-route/local-route/actions/a02-security-framework.html",
  measure: "planning-the-route/local-route/measures/n2-adults-offline.html",
  matrix: "planting-the-flag/matrix.html",
  register: "planning-the-route/local-route/register.html",
  role: "roles/chief-executive.html",
  glossary: "glossary.html",
  listing: "all/actions.html",
  changes: "changes.html",
  index: "index-a-z.html",
  missing: "404.html",
};

// widths are a phone, a tablet and a desk; 320 is also 1280 enlarged to 400 %.
const widths = [320, 768, 1280];

const themes = ["fieldbook", "civic"];

let browser;
const sites = {};

before(async () => {
  for (const theme of themes) {
    sites[theme] = { dir: build({ args: ["--theme", theme] }) };
    sites[theme].host = await host(sites[theme].dir);
  }
  browser = await open();
});
after(async () => {
  await browser?.close();
  for (const theme of themes) await sites[theme]?.host.close();
});

for (const theme of themes)
  describe(theme, () => {
    const at = (name) => sites[theme].host.url + name;

    test("axe finds nothing on any kind of page, light and dark, at three widths", async () => {
      const { context, page, faults } = await tab(browser);
      for (const [kind, name] of Object.entries(kinds)) {
        await page.goto(at(name));
        for (const width of widths) {
          await page.setViewportSize({ width, height: 900 });
          for (const colorScheme of ["light", "dark"]) {
            await page.emulateMedia({ colorScheme });
            // What is shown at 768 is shown at 320 or at 1280, too, and what is dark is as it was but for its colours.
            const rules = colorScheme === "dark" ? ["color-contrast"] : width === 768 ? ["color-contrast", "target-size", "scrollable-region-focusable"] : undefined;
            assert.deepEqual((await audit(page, rules)).map((line) => `${kind}, ${colorScheme}, ${width}: ${line}`), []);
          }
        }
      }
      assert.deepEqual(faults.filter((f) => !f.includes("404")), []);
      await context.close();
    });

    test("on a phone the text begins on the first screen, below a header of a row or two", async () => {
      const { context, page } = await tab(browser, { viewport: { width: 390, height: 844 }, javaScriptEnabled: false });
      const top = (selector) => page.locator(selector).first().evaluate((e) => e.getBoundingClientRect().top);
      const texts = { home: ".summary", capability: ".body :is(p, li)", action: ".body :is(p, li)", document: theme === "civic" ? ".children p" : ".body p" };
      for (const [kind, text] of Object.entries(texts)) {
        await page.goto(at(kinds[kind]));
        const starts = await top(text);
        assert.ok(starts < 844 - 24, `${kind}: the first words begin ${starts} px down`);
        const high = await page.locator("header.site").evaluate((e) => e.offsetHeight);
        assert.ok(high <= (theme === "civic" ? 112 : 72), `${kind}: the header is ${high} px high`);
      }
      await page.setViewportSize({ width: 320, height: 568 });
      const high = await page.locator("header.site").evaluate((e) => e.offsetHeight);
      assert.ok(high <= (theme === "civic" ? 112 : 72), `at 320 px: the header is ${high} px high`);
      for (const target of await page.locator("header.site :is(a, button, summary):visible").all()) {
        const { width, height } = await target.boundingBox();
        assert.ok(width >= 24 && height >= 24, `${await target.innerText()}: ${width} × ${height}`);
      }
      await context.close();
    });

    test("on a phone the facts are folded but for the chief ones; on paper and at a desk they are open", async () => {
      const { context, page } = await tab(browser, { viewport: { width: 390, height: 844 }, javaScriptEnabled: false });
      await page.goto(at(kinds.action));
      const facts = page.locator(".facts").first();
      const shown = () => facts.evaluate((e) => [...e.querySelectorAll("dt, dd")].every((d) => d.checkVisibility({ contentVisibilityAuto: true })));
      assert.ok(!await shown(), "folded");
      assert.match(await page.locator(".glimpse").innerText(), /Due 30 April 2012\s+Owner: Chief information officer/);
      await page.locator("summary").filter({ hasText: "About this page" }).click();
      assert.ok(await shown(), "opened");
      await page.reload();
      await page.emulateMedia({ media: "print" });
      assert.ok(await shown(), "on paper");
      await page.emulateMedia({ media: "screen" });
      await page.setViewportSize({ width: 1000, height: 900 });
      assert.ok(await shown(), "at a desk");
      assert.ok(!await page.locator(".glimpse").isVisible());
      await context.close();
    });

    test("text enlarged twofold does not run together or away", async () => {
      const { context, page } = await tab(browser, { viewport: { width: 768, height: 900 } });
      for (const name of [kinds.home, kinds.capability, kinds.register]) {
        await page.goto(at(name));
        await page.evaluate(() => { document.documentElement.style.fontSize = "200%"; });
        assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), name);
      }
      await context.close();
    });

    test("the keyboard reaches every link in order, and the focus is seen", async () => {
      const { context, page } = await tab(browser);
      await page.goto(at(kinds.action));
      await page.keyboard.press("Tab");
      assert.equal(await page.evaluate(() => document.activeElement.className), "skip");
      await page.keyboard.press("Enter");
      assert.equal(await page.evaluate(() => document.activeElement.id), "_main");
      await page.goto(at(kinds.action));
      const walk = await walked(page);
      const wanted = await page.evaluate(() =>
        [...document.querySelectorAll("a[href], button, summary, select, input, [tabindex='0']")].filter((e) => e.checkVisibility({ visibilityProperty: true, contentVisibilityAuto: true }) && !e.closest("[aria-hidden='true'], dialog:not([open])") && !e.closest("svg")).length);
      const [here, unseen] = [walk.filter((w) => !w.svg).length, walk.filter((w) => !w.seen)];
      assert.equal(here, wanted, "stops of the keyboard, links and buttons on the page");
      assert.deepEqual(unseen, []);
      await context.close();
    });

    test("every page reads without script, and leads on", async () => {
      const { context, page, faults } = await tab(browser, { javaScriptEnabled: false });
      for (const name of Object.values(kinds)) {
        await page.goto(fileURL(sites[theme].dir, name === "404.html" ? "index.html" : name));
        assert.ok((await page.locator("main").innerText()).length > 60, name);
        assert.ok((await page.locator("h1").count()) === 1, name);
      }
      assert.deepEqual(faults, []);
      await context.close();
    });

    test("nothing moves while a page loads", async () => {
      for (const width of widths) {
        const { context, page } = await tab(browser, { viewport: { width, height: 900 } });
        await page.addInitScript(() => {
          globalThis.moved = 0;
          new PerformanceObserver((list) => {
            for (const entry of list.getEntries()) globalThis.moved += entry.value;
          }).observe({ type: "layout-shift", buffered: true });
        });
        for (const name of Object.values(kinds).filter((n) => n !== "404.html")) {
          await page.goto(at(name), { waitUntil: "load" });
          // Two frames more, and the observer has been told.
          const moved = await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(() => done(globalThis.moved))))));
          assert.ok(moved < 0.01, `${name} at ${width}: moved by ${moved}`);
        }
        await context.close();
      }
    });

    test("a page with its style sheet and scripts stays under 60 kB", async (t) => {
      let most = 0;
      const { context, page } = await tab(browser);
      await (await context.newCDPSession(page)).send("Network.setCacheDisabled", { cacheDisabled: true });
      const own = sites[theme].host;
      for (const [kind, name] of Object.entries(kinds)) {
        own.transferred = 0;
        await page.goto(at(name), { waitUntil: "load" });
        most = Math.max(most, own.transferred);
        assert.ok(own.transferred < 60_000, `${kind}: ${own.transferred} bytes`);
      }
      await context.close();
      t.diagnostic(`the heaviest kind of page: ${most} bytes after gzip`);
    });

    test("who wants no motion gets none", async () => {
      const { context, page } = await tab(browser, { reducedMotion: "reduce" });
      await page.goto(at(kinds.home));
      const moving = await page.evaluate(() =>
        [document.documentElement, ...document.querySelectorAll("*")].map((e) => getComputedStyle(e))
          .filter((s) => s.scrollBehavior === "smooth" || parseFloat(s.transitionDuration) > 0 || s.animationName !== "none").length);
      assert.equal(moving, 0);
      await context.close();
    });

    test("forced colours keep marks and the focus", async () => {
      const { context, page } = await tab(browser, { forcedColors: "active" });
      await page.goto(at(kinds.action));
      await page.keyboard.press("Tab");
      const outline = await page.evaluate(() => getComputedStyle(document.activeElement).outlineStyle);
      assert.equal(outline, "solid");
      const shapes = await page.evaluate(() => [...document.querySelectorAll(".shape")].every((e) => e.getBoundingClientRect().width > 0));
      assert.ok(shapes);
      await context.close();
    });

    test("a table of two hundred rows and the longest titles stay inside the page", async (t) => {
      const at = await host(build({ site: large(), args: ["--theme", theme] }));
      t.after(at.close);
      for (const width of widths) {
        const { context, page } = await tab(browser, { viewport: { width, height: 900 } });
        for (const name of ["index.html", "d/index.html", "d/actions/a1.html", "d/table.html", "d/endless.html", "d/right.html", "d/empty/index.html"]) {
          await page.goto(at.url + name);
          assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), `${name} at ${width}`);
          if (width === widths[0]) assert.deepEqual(await audit(page), [], `${name} at ${width}`);
        }
        await context.close();
      }
    });
  });

// walked presses Tab until the walk is round, and tells of each stop whether
// the focus on it is seen.
async function walked(page) {
  const stops = [];
  for (let i = 0; i < 400; i++) {
    await page.keyboard.press("Tab");
    const stop = await page.evaluate(() => {
      const e = document.activeElement;
      if (!e || e === document.body) return null;
      const style = getComputedStyle(e);
      const seen = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2 || style.boxShadow !== "none";
      return { name: (e.textContent || e.getAttribute("aria-label") || "").trim().slice(0, 40), seen, svg: Boolean(e.closest("svg")) };
    });
    if (!stop) break;
    stops.push(stop);
  }
  return stops;
}

describe("fieldbook's own", () => {
  const at = (name) => sites.fieldbook.host.url + name;

  test("the ground is the system's, until the reader chooses; the choice is kept", async () => {
    const dark = (page) => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
    const { context, page, faults } = await tab(browser, { colorScheme: "light" });
    await page.goto(at(kinds.home));
    const paper = await dark(page);
    await page.locator("button.torch").click();
    const night = await dark(page);
    assert.notEqual(night, paper);
    await page.goto(at(kinds.action), { waitUntil: "commit" });
    await page.waitForSelector("h1");
    assert.equal(await dark(page), night, "kept on another page");
    assert.equal(await page.locator("button.torch").getAttribute("aria-pressed"), "true");
    await page.emulateMedia({ colorScheme: "dark" });
    assert.equal(await dark(page), night);
    await page.locator("button.torch").click();
    assert.equal(await dark(page), paper, "light against a dark system");
    await page.reload();
    assert.equal(await dark(page), paper);
    await page.locator("button.torch").click();
    await page.emulateMedia({ colorScheme: "light" });
    assert.equal(await dark(page), paper, "a choice that is the system's follows it");
    assert.deepEqual(faults, []);
    await context.close();
  });

  test("the choice is kept from page to page on a disk, too", async () => {
    const { context, page, faults } = await tab(browser, { colorScheme: "light" });
    await page.goto(fileURL(sites.fieldbook.dir));
    await page.locator("button.torch").click();
    await page.locator("section.series h3 a").first().click();
    await page.waitForURL(/planting-the-flag/);
    assert.equal(await page.locator("button.torch").getAttribute("aria-pressed"), "true");
    assert.equal(await page.evaluate(() => getComputedStyle(document.documentElement).colorScheme), "dark");
    assert.deepEqual(faults, []);
    await context.close();
  });

  test("a dark page is dark from its first frame", async () => {
    const { context, page } = await tab(browser, { colorScheme: "light" });
    await page.goto(at(kinds.home));
    await page.locator("button.torch").click();
    await page.addInitScript(() => {
      const look = () => {
        if (document.body) globalThis.first ??= getComputedStyle(document.body).backgroundColor;
        else requestAnimationFrame(look);
      };
      requestAnimationFrame(look);
    });
    await page.goto(at(kinds.register));
    await page.waitForFunction(() => globalThis.first);
    assert.equal(await page.evaluate(() => globalThis.first), await page.evaluate(() => getComputedStyle(document.body).backgroundColor));
    await context.close();
  });

  test("on a phone the menu opens, closes with Escape, and every target is large enough", async () => {
    const { context, page } = await tab(browser, { viewport: { width: 360, height: 740 }, hasTouch: true });
    await page.goto(at(kinds.capability));
    const menu = page.locator("details.menu");
    const link = menu.getByRole("link", { name: "Glossary" });
    assert.ok(!(await link.isVisible()));
    await menu.locator("summary").tap();
    assert.ok(await link.isVisible());
    const box = await link.boundingBox();
    assert.ok(box.height >= 24, `${box.height} high`);
    await page.keyboard.press("Escape");
    assert.ok(!(await link.isVisible()));
    await menu.locator("summary").tap();
    await link.tap();
    await page.waitForURL(/glossary\.html/);
    await context.close();
  });

  test("without script there is no switch that does nothing", async () => {
    const { context, page } = await tab(browser, { javaScriptEnabled: false });
    await page.goto(at(kinds.home));
    assert.ok(!(await page.locator("button.torch").isVisible()));
    await context.close();
  });
});

describe("civic's own", () => {
  test("the ground is the system's on every page, and follows it", async () => {
    const { context, page } = await tab(browser, { colorScheme: "dark" });
    const ground = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
    for (const address of [sites.civic.host.url + kinds.home, fileURL(sites.civic.dir, kinds.action)]) {
      await page.emulateMedia({ colorScheme: "dark" });
      await page.goto(address);
      assert.equal(await page.locator("button.torch").count(), 0);
      const night = await ground();
      await page.emulateMedia({ colorScheme: "light" });
      assert.equal(await ground(), "rgb(255, 255, 255)");
      assert.notEqual(night, await ground());
    }
    await context.close();
  });

  test("Menu leads to the navigation at the foot, without script", async () => {
    const { context, page } = await tab(browser, { viewport: { width: 360, height: 740 }, javaScriptEnabled: false });
    await page.goto(sites.civic.host.url + kinds.capability);
    await page.getByRole("link", { name: "Menu" }).click();
    await page.getByRole("navigation", { name: "Site" }).getByRole("link", { name: "Glossary", exact: true }).first().click();
    await page.waitForURL(/glossary\.html/);
    await context.close();
  });

  test("with script = false no page loads any", () => {
    const dir = folder("quiet");
    execFileSync("mkdir", ["-p", join(dir, "content")]);
    writeFileSync(join(dir, "site.toml"), "title = \"Quiet\"\ntheme = \"civic\"\n[theme_params]\nscript = false\n");
    writeFileSync(join(dir, "content/_index.md"), "+++\ntitle = \"Quiet\"\n+++\nText.\n");
    const site = build({ site: dir });
    for (const name of files(site).filter((f) => f.endsWith(".html"))) assert.doesNotMatch(readFileSync(join(site, name), "utf8"), /<script(?![^>]*json)/, name);
  });
});
