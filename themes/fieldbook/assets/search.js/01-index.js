/* Reads the search index: scripts that each call searchPart with one part
   of it, loaded when a search needs them. docs/search.md says what they hold.
   searchIndex(base).search(query, filter) is all that the dialog uses. */
(function () {
  "use strict";
  const digits = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz-_";
  const value = new Uint8Array(128);
  for (let i = 0; i < 64; i++) value[digits.charCodeAt(i)] = i;
  const nameOfRecord = 63, steps = 62, checkLength = 6;
  const waiting = {};

  window.searchPart = function (sort, n, check, data) {
    const w = waiting[sort + n];
    if (w) w(check, data);
  };

  /* numbers reads all numbers of a string. */
  function numbers(text) {
    const list = new Int32Array(text.length);
    let count = 0;
    for (let at = 0; at < text.length;) {
      let n = 0, shift = 0, d;
      do {
        d = value[text.charCodeAt(at++)];
        n |= (d & 31) << shift;
        shift += 5;
      } while (d & 32);
      list[count++] = n;
    }
    return list.subarray(0, count);
  }

  /* sums adds to each number of a string those before it. */
  function sums(text) {
    const list = numbers(text);
    for (let i = 1; i < list.length; i++) list[i] += list[i - 1];
    return list;
  }

  function signed(n) { return n & 1 ? -(n + 1) / 2 : n / 2; }

  function fold(text) {
    return text.normalize("NFD").replace(/\p{Mn}/gu, "").toLowerCase().replace(/ς/g, "σ");
  }

  /* wordsIn cuts text as the generator does, and says where each word stands.
     Most text is ASCII, whose words are cut and folded in a fraction of the time. */
  function wordsIn(text) {
    const out = [], plain = /^[\0-\x7f]*$/.test(text);
    const word = plain ? /[a-z0-9]+/g : /[\p{L}\p{M}\p{N}]+/gu, from = plain ? text.toLowerCase() : text;
    for (let m = word.exec(from); m; m = word.exec(from)) {
      const form = plain ? m[0] : fold(m[0]), end = m.index + m[0].length;
      if (form.length > 1 || form && !/^[a-z]$/.test(form)) out.push({ form: form, at: m.index, end: end });
    }
    return out;
  }

  /* lowest finds the first place in a sorted list that is not below the word. */
  function lowest(list, word) {
    let low = 0, high = list.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (list[middle] < word) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /* near tells whether one letter more, less or other, or two letters
     exchanged, make one word into the other. */
  function near(a, b) {
    if (Math.abs(a.length - b.length) > 1) return false;
    let from = 0, x = a.length, y = b.length;
    while (from < x && from < y && a[from] === b[from]) from++;
    while (x > from && y > from && a[x - 1] === b[y - 1]) { x--; y--; }
    if (x - from <= 1 && y - from <= 1) return true;
    return x - from === 2 && y - from === 2 && a[from] === b[from + 1] && a[from + 1] === b[from];
  }

  function decodeWords(data) {
    const forms = [], groups = [], rarity = [];
    let last = "", group = 0;
    if (data[0]) data[0].split(" ").forEach(function (entry) {
      last = last.slice(0, value[entry.charCodeAt(0)]) + entry.slice(1);
      forms.push(last);
    });
    const list = numbers(data[1]);
    for (let i = 0; i < list.length;) {
      const rare = list[i++];
      if (rare) group += signed(list[i++]);
      groups.push(rare ? group : -1);
      rarity.push(rare);
    }
    return { forms: forms, groups: groups, rarity: rarity };
  }

  /* later makes a value when it is asked for, once. */
  function later(make) {
    let made;
    return () => made || (made = make());
  }

  /* decodeIndex reads at once only what the next part to be loaded depends on;
     the rest is read while that loads. pages has the number of each page's first
     record, and at its end how many records there are. */
  function decodeIndex(data) {
    const kinds = data.kindOf, documents = data.documentOf;
    const pages = later(() => sums("0" + data.records));
    const runs = function (text) {
      const list = new Int32Array(pages().at(-1)), of = numbers(text);
      for (let i = 0, at = 0; i < of.length; i += 2) list.fill(of[i], at, at += of[i + 1]);
      return list;
    };
    return Object.assign(data, { pages: pages, hits: sums(data.hits), text: sums(data.text),
      kindOf: later(() => runs(kinds)), documentOf: later(() => runs(documents)) });
  }

  window.searchIndex = function (base) {
    const loaded = {};
    let index;

    /* part loads a part of the index, once. It fails with the reason "missing"
       or, where it is of another edition than index.js, "changed". */
    function part(sort, n, decode) {
      const key = sort + n;
      const check = sort === "index" ? "" : index.checks[sort].substr(n * checkLength, checkLength);
      if (!loaded[key]) {
        loaded[key] = new Promise(function (done, fail) {
          const script = document.createElement("script");
          waiting[key] = (got, data) => check && got !== check ? fail("changed") : done(decode(data));
          script.onerror = () => fail("missing");
          script.onload = function () { script.remove(); fail("missing"); };
          script.fetchPriority = "high"; // a reader waits for it
          script.src = base + (sort === "index" ? "index.js" : sort + "-" + n + ".js?" + check);
          document.head.append(script);
        });
        loaded[key].catch(function () { delete loaded[key]; });
      }
      return loaded[key];
    }

    /* open loads what every search needs. */
    function open() {
      return part("index", 0, decodeIndex).then(function (x) {
        index = x;
        if (x.words.length === 1) part("words", 0, decodeWords).catch(() => { /* the search says so */ });
      });
    }

    /* range hands over each form that begins with the prefix, in shards of
       words or, spelt backwards, of turned words. */
    async function range(sort, prefix, visit) {
      const firsts = index[sort];
      for (let n = Math.max(0, lowest(firsts, prefix) - 1); n < firsts.length; n++) {
        if (n > 0 && firsts[n] > prefix && !firsts[n].startsWith(prefix)) return;
        const w = await part(sort, n, decodeWords);
        for (let i = lowest(w.forms, prefix); i < w.forms.length && w.forms[i].startsWith(prefix); i++)
          visit(w.forms[i], w.groups[i], w.rarity[i]);
      }
    }

    /* groupsOf finds what a typed word may mean: groups, each with how far it
       is to be trusted. null is a word that is never searched for. */
    async function groupsOf(word, last) {
      const found = new Map(), longer = [];
      let stop = false;
      await range("words", word, function (form, group, rarity) {
        if (form === word && group < 0) stop = true;
        else if (form === word) found.set(group, 1);
        else if (group >= 0) longer.push([group, rarity, word.length / form.length]);
      });
      if (stop && !(last && longer.length && word.length > 1)) return null;
      const exact = found.size > 0;
      if (last || !exact) {
        longer.sort((a, b) => b[1] - a[1]).slice(0, 24).forEach(function (l) {
          if (!found.has(l[0])) found.set(l[0], (exact ? 0.4 : 0.8) * Math.sqrt(l[2]));
        });
      }
      if (stop) return null;
      if (found.size || word.length < 4) return { groups: found };
      const other = await mistyped(word);
      return { groups: other.size ? other : await shortened(word), mistyped: word };
    }

    /* shortened finds the words that begin most like a word that the site does
       not have: another form of it, as a rule. */
    async function shortened(word) {
      const found = new Map();
      for (let n = word.length - 1; n >= Math.max(4, word.length * 0.6) && !found.size; n--)
        await range("words", word.slice(0, n), (form, group) => { if (group >= 0) found.set(group, 0.5); });
      return found;
    }

    /* mistyped finds the words that differ in one letter: those that begin the
       same, and those that end the same. */
    async function mistyped(word) {
      const found = new Map(), begun = new Map();
      const letters = Array.from(word), turned = letters.slice().reverse().join("");
      const visit = function (form, group, rarity) {
        if (group < 0) return;
        if (near(word, form)) found.set(group, 0.6);
        else if (word.length > 4 && near(word, form.slice(0, word.length))) begun.set(group, 0.4);
      };
      await range("words", index.turned ? letters.slice(0, 2).join("") : "", visit);
      if (index.turned) {
        const candidates = [];
        await range("turned", turned.slice(0, Math.max(1, turned.length - 3)), function (form) {
          if (near(turned, form)) candidates.push(Array.from(form).reverse().join(""));
        });
        for (const c of candidates) await range("words", c, (form, group) => { if (form === c && group >= 0) found.set(group, 0.6); });
      }
      return found.size ? found : begun;
    }

    function shardOf(firsts, n) {
      let i = lowest(firsts, n + 1) - 1;
      while (i > 0 && firsts[i] > n) i--;
      return Math.max(0, i);
    }

    async function hitsOf(group) {
      const n = shardOf(index.hits, group);
      return (await part("hits", n, (x) => x))[group - index.hits[n]];
    }

    /* add gives each record of a group what it is worth, where it has less, and
       hands over those that have the group as a name. There can be tens of
       thousands of them, so the reader of numbers is written out, and all is
       done in one pass. */
    function add(text, own, trust, named) {
      let worth, record = -1;
      for (let at = 0; at < text.length;) {
        let n = 0, shift = 0, d;
        do {
          d = value[text.charCodeAt(at++)];
          n |= (d & 31) << shift;
          shift += 5;
        } while (d & 32);
        if (!worth) { worth = worths(n, own.length, trust); continue; } // the first number is how many there are
        record += n + 1;
        d = value[text.charCodeAt(at++)];
        if (worth[d] > own[record]) own[record] = worth[d];
        if (d === nameOfRecord) named(record);
      }
    }

    /* worths gives what each digit of a group is worth that n of all records hold. */
    function worths(n, all, trust) {
      const rare = Math.log(1 + (all - n + 0.5) / (n + 0.5));
      return Float64Array.from({ length: 64 }, (none, d) => rare * trust * (d === nameOfRecord ? 1.2 : d / steps));
    }

    /* score gives what each record is worth for the words, and which records have
       the one word as a name. */
    async function score(terms) {
      const names = new Set();
      const loading = terms.map((term) => Promise.all(Array.from(term.groups.keys(), hitsOf)));
      const count = index.pages().at(-1); // while they load
      const each = (await Promise.all(loading)).map(function (lists, i) {
        const own = new Float64Array(count), trusts = Array.from(terms[i].groups.values());
        lists.forEach((text, n) => add(text, own, trusts[n], (at) => { if (trusts[n] === 1 && terms.length === 1) names.add(at); }));
        return own;
      });
      return { each: each, names: names };
    }

    /* weigh makes one worth of those for each word. A record that holds few of the
       words is worth less than their sum, one that the filter bars nothing. */
    function weigh({ each, names }, filter) {
      const total = each[0] || new Float64Array(index.pages().at(-1));
      if (each.length > 1) for (let at = 0; at < total.length; at++) {
        let sum = 0, matched = 0;
        for (const own of each) if (own[at]) { sum += own[at]; matched++; }
        const share = matched / each.length;
        total[at] = sum * share * share;
      }
      for (const [sort, only] of [[index.kindOf, filter.kind], [index.documentOf, filter.document]])
        if (only >= 0) sort().forEach((n, at) => { if (n !== only) total[at] = 0; });
      names.forEach(function (at) { if (total[at]) total[at] += 1000; });
      return total;
    }

    /* ranked gives the pages that hold something, the best first: how many there
       are, and some of them. A common word is on most pages of a large site, of
       which few are shown: so no more is put in order than is asked for. */
    function ranked(total, names) {
      const pages = index.pages(), worth = new Float64Array(pages.length - 1), found = [];
      for (let p = 0, at = 0; p < worth.length; p++) {
        let best = 0, second = 0;
        for (const to = pages[p + 1]; at < to; at++) {
          const w = total[at];
          if (w > best) { second = best; best = w; }
          else if (w > second) second = w;
        }
        if (best) { worth[p] = best + second / 10; found.push(p); }
      }
      const first = function (n) {
        const list = [];
        for (const p of found) {
          let at = list.length;
          if (at === n && worth[p] <= worth[list[n - 1]]) continue;
          while (at > 0 && worth[list[at - 1]] < worth[p]) at--;
          list.splice(at, 0, p);
          if (list.length > n) list.pop();
        }
        return list;
      };
      const recordsOf = function (p) {
        const list = [];
        for (let at = pages[p]; at < pages[p + 1]; at++) if (total[at]) list.push({ at: at, worth: total[at], named: names.has(at) });
        return list.sort((a, b) => b.worth - a.worth || a.at - b.at);
      };
      return { length: found.length, slice: (from, to) => first(to).slice(from).map((p) => ({ page: p, records: recordsOf(p) })) };
    }

    /* formsOf lists every form of the groups that were found, to be marked. */
    async function formsOf(terms) {
      const groups = new Set();
      terms.forEach((t) => t.groups.forEach((trust, g) => groups.add(g)));
      const forms = new Set();
      for (const key of Object.keys(loaded)) {
        if (key.indexOf("words") !== 0) continue;
        const w = await loaded[key];
        w.forms.forEach(function (f, i) { if (groups.has(w.groups[i])) forms.add(f); });
      }
      return forms;
    }

    async function search(query, filter) {
      await open();
      const words = wordsIn(query).map((w) => w.form).slice(0, 12);
      const all = await Promise.all(words.map((w, i) => groupsOf(w, i === words.length - 1 && /[\p{L}\p{M}\p{N}]$/u.test(query))));
      const terms = all.filter(Boolean);
      const scoring = score(terms), forms = await formsOf(terms), scores = await scoring;
      return { words: words, terms: terms, pages: ranked(weigh(scores, filter), scores.names), forms: forms };
    }

    /* text gives the text of a page: [href, title, [record…]]. */
    async function text(page) {
      const n = shardOf(index.text, page);
      return (await part("text", n, (x) => x))[page - index.text[n]];
    }

    return { open: open, search: search, text: text, wordsIn: wordsIn,
      kinds: () => index.kinds, documents: () => index.documents,
      kindOf: (at) => index.kindOf()[at], documentOf: (at) => index.documentOf()[at],
      firstOf: (page) => index.pages()[page] };
  };
})();
