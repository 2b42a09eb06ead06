"use strict";
// what each stop shows, and the sentence that says what it hides, were written beforehand: none is computed here
(function () {
  var held = document.getElementById("map-stops");
  if (!held) { return; }
  var stops = JSON.parse(held.textContent);
  var room = document.getElementById("map-room"), tools = document.getElementById("map-tools"), panel = document.getElementById("map-panel");
  var all = function (selector, root) { return Array.prototype.slice.call(root.querySelectorAll(selector)); };
  var svg = room.querySelector("svg"), places = all(".place", svg), lines = all("[data-link]", svg), scope = all(".scope", svg);
  var sliders = { steps: document.getElementById("map-steps"), links: document.getElementById("map-links") };
  var open = null;

  var at = function (name) { return sliders[name] ? Number(sliders[name].value) : Number.MAX_SAFE_INTEGER; };
  var tell = function (name, told) {
    if (sliders[name]) {
      document.getElementById("map-" + name + "-told").textContent = told;
      sliders[name].setAttribute("aria-valuetext", told);
    }
  };
  var slide = function () {
    var step = Math.min(at("steps"), stops.steps_told.length - 1), first = stops.links[step], told = stops.links_told[step];
    var link = Math.min(at("links"), told.length - 1);
    places.forEach(function (place) { place.toggleAttribute("data-out", stops.steps[place.dataset.step] > step); });
    lines.forEach(function (line) {
      var shown = first[line.dataset.link];
      line.toggleAttribute("data-out", shown < 0 || shown > link);
    });
    tell("steps", stops.steps_told[step]);
    tell("links", stops.sentences[told[link]]);
    // the drawing's own sentence on what it hides holds for the first stops alone
    scope.forEach(function (part) { part.toggleAttribute("data-out", step < stops.steps_told.length - 1 || link < told.length - 1); });
    if (open && open.hasAttribute("data-out")) { close(false); }
  };

  var show = function (place) {
    if (open) { open.setAttribute("aria-expanded", "false"); }
    open = place;
    place.setAttribute("aria-expanded", "true");
    all("[data-panel]", panel).forEach(function (part) { part.hidden = part.dataset.panel !== place.dataset.step; });
    panel.setAttribute("aria-labelledby", "map-step-" + place.dataset.step);
    panel.hidden = false;
    place.scrollIntoView({ block: "nearest", inline: "nearest" });
    panel.focus({ preventScroll: true });
    panel.scrollIntoView({ block: "nearest" });
  };
  var close = function (back) {
    var from = open;
    if (!from) { return; }
    open = null;
    from.setAttribute("aria-expanded", "false");
    panel.hidden = true;
    if (back) { from.focus(); }
  };

  places.forEach(function (place) {
    place.setAttribute("role", "button");
    place.setAttribute("tabindex", "0");
    place.setAttribute("aria-expanded", "false");
    place.setAttribute("aria-controls", "map-panel");
    place.addEventListener("click", function () { if (open === place) { close(true); } else { show(place); } });
    place.addEventListener("keydown", function (event) {
      if (event.key === "Enter" || event.key === " ") { event.preventDefault(); show(place); }
    });
  });
  // a picture has no buttons in it for those who hear it: it is a group of them now
  svg.setAttribute("role", "group");
  svg.removeAttribute("aria-describedby");
  room.addEventListener("keydown", function (event) { if (event.key === "Escape") { close(true); } });
  panel.querySelector(".close").addEventListener("click", function () { close(true); });
  all("input[type=range]", tools).forEach(function (slider) { slider.addEventListener("input", slide); });
  all("[name=map-shows]", tools).forEach(function (choice) {
    choice.addEventListener("change", function () { tools.dataset.shows = room.dataset.shows = choice.value; });
  });
  tools.hidden = false;
  slide();
})();
