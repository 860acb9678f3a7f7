// The page of a grant prints as one sheet: the button does what the browser's own menu does.
document.addEventListener("click", (event) => {
  if (event.target.closest("[data-print]")) window.print();
});
