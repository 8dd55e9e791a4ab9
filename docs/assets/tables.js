// A table that is wider than the screen scrolls in a box of its own: it can be reached by key as well.
addEventListener("load", () => setTimeout(() => {
  for (const box of document.querySelectorAll(".md-typeset__scrollwrap, .picture, .math")) {
    if (box.scrollWidth > box.clientWidth) box.tabIndex = 0;
  }
}, 50));
