// What the other files test in the default theme, in the theme civic: every
// page over HTTP and from the disk, the search, the pictures and the tables.

process.env.THEME = "civic";
for (const file of ["site", "search", "map"]) await import(`./${file}.test.mjs`);
