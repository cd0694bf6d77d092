// Applies the reader's choice of ground before the page is painted, so that a
// dark page never flashes white.
(function () {
  var root = document.documentElement, choice = null;
  root.classList.add("js");
  try { choice = localStorage.getItem("torch"); } catch (e) { /* storage is closed to us */ }
  if (choice !== "dark" && choice !== "light") return;
  root.setAttribute("data-torch", choice);
  var sheets = document.querySelectorAll("link[data-torch]");
  for (var i = 0; i < sheets.length; i++) sheets[i].media = choice === "dark" ? "all" : "not all";
})();
