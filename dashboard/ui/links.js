/* A plain click on a link to one of our pages stays in the session, and so do a step back and one forward: Streamlit
   follows the history of the browser. Whatever opens a new tab or window is left to the browser. */
const isOurs = link => link.origin === location.origin && !link.hash
  && [...document.querySelectorAll('nav.pages a')].some(page => page.pathname === link.pathname);

const follow = event => {
  const link = event.target.closest('main a[href]');
  const isPlain = !(event.defaultPrevented || event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey);
  if (!link || !isPlain || !isOurs(link)) return;
  event.preventDefault();
  if (link.href !== location.href) history.pushState({}, '', link.href);
  dispatchEvent(new PopStateEvent('popstate'));
  document.querySelector('main').scrollTo(0, 0);
};

/* A part of the menu folds once something else is clicked or reached by keyboard, and on Escape. */
const fold = kept => document.querySelectorAll('nav.pages details[open]')
  .forEach(part => part.parentElement.contains(kept) || part.removeAttribute('open'));

document.addEventListener('click', event => { fold(event.target); follow(event); });
document.addEventListener('focusin', event => fold(event.target));
document.addEventListener('keydown', event => {
  const part = event.key === 'Escape' && event.target.closest('nav.pages') && document.querySelector('nav.pages details[open]');
  if (!part) return;
  fold(null);
  part.firstElementChild.focus();
});
