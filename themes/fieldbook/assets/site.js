// The torch: a switch between the light and the dark ground. A choice that is
// the same as the system's is forgotten, so that the page follows the system.
(function () {
  "use strict";
  var root = document.documentElement;
  var system = matchMedia("(prefers-color-scheme: dark)");
  var button = document.querySelector("button.torch");

  function isDark() {
    var choice = root.getAttribute("data-torch");
    return choice ? choice === "dark" : system.matches;
  }
  function show() {
    if (button) button.setAttribute("aria-pressed", String(isDark()));
  }
  function choose(dark) {
    var same = dark === system.matches;
    var choice = dark ? "dark" : "light";
    if (same) root.removeAttribute("data-torch");
    else root.setAttribute("data-torch", choice);
    document.querySelectorAll("link[data-torch]").forEach(function (sheet) {
      sheet.media = dark ? "all" : "not all";
    });
    try {
      if (same) localStorage.removeItem("torch");
      else localStorage.setItem("torch", choice);
    } catch (e) { /* the choice holds for this page alone */ }
    show();
  }
  if (button) button.addEventListener("click", function () { choose(!isDark()); });
  system.addEventListener("change", show);
  show();

  // Menus close with Escape, and when the focus goes elsewhere on a phone.
  var menus = document.querySelectorAll("details.menu, nav.route > details, details.about, nav.on-this-page > details");
  menus.forEach(function (menu) {
    menu.addEventListener("keydown", function (event) {
      if (event.key !== "Escape" || !menu.open) return;
      menu.open = false;
      menu.querySelector("summary").focus();
    });
  });

  // Where there is room, what a phone folds is open, for the eye by style and
  // for everyone else by this.
  menus.forEach(function (menu) {
    var beside = menu.closest("nav.on-this-page") ? (menu.closest(".wide") ? "not all" : "(min-width: 78rem)") : "(min-width: 60rem)";
    var wide = matchMedia(beside);
    function unfold() { menu.open = wide.matches; }
    wide.addEventListener("change", unfold);
    unfold();
  });
})();
