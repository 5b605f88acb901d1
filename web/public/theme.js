// Before the first paint: the theme the person chose, so that nothing flashes.
(function () {
  var theme = null;
  try { theme = localStorage.getItem('diaodu.theme'); } catch (e) { theme = null; }
  if (theme !== 'light' && theme !== 'dark') {
    theme = window.matchMedia && window.matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light';
  }
  document.documentElement.setAttribute('data-theme', theme);
})();
