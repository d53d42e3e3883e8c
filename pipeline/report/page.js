"use strict";
// `ast` interprets expressions instead of compiling them by eval, which the page's policy forbids.
const options = { mode: "vega-lite", renderer: "svg", ast: true, actions: false, defaultStyle: false,
  tooltip: { disableDefaultStyle: true } };
// The element around a chart describes it in words, so the SVG is hidden from screen readers.
const markDrawn = place => {
  place.querySelector("svg").setAttribute("aria-hidden", "true");
  place.classList.add("drawn");
};
for (const place of document.querySelectorAll(".chart"))
  vegaEmbed(place, JSON.parse(place.nextElementSibling.textContent), options).then(() => markDrawn(place), console.error);
