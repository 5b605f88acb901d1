// Each page has one address that can be shared; the same nouns as the API and the command line.
import { createRouter, createWebHistory } from 'vue-router';
import { carried, when_logged_out } from './lib/api';
import { ask_session, may, state, take_session } from './lib/session';

export const router = createRouter({
  history: createWebHistory(),
  routes: [
    { path: '/login', name: 'login', component: () => import('./pages/Login.vue'), meta: { open: true, bare: true } },
    { path: '/password', name: 'password', component: () => import('./pages/Password.vue'), meta: { bare: true } },
    { path: '/me', name: 'me', component: () => import('./pages/Me.vue') },
    { path: '/', name: 'today', component: () => import('./pages/Today.vue') },
    { path: '/today', redirect: '/' },
    { path: '/board', name: 'board', component: () => import('./pages/Board.vue') },
    { path: '/parcels', name: 'parcels', component: () => import('./pages/Parcels.vue') },
    { path: '/parcels/:parcel', name: 'parcel', component: () => import('./pages/Parcel.vue') },
    { path: '/findings', name: 'findings', component: () => import('./pages/Findings.vue') },
    { path: '/explanations', name: 'explanations', component: () => import('./pages/Explanations.vue') },
    { path: '/comparisons', name: 'comparisons', component: () => import('./pages/Comparisons.vue') },
    { path: '/records/:register?', name: 'records', component: () => import('./pages/Records.vue') },
    { path: '/records/:register/:record', name: 'record', component: () => import('./pages/Record.vue') },
    { path: '/figures/:indicator?', name: 'figures', component: () => import('./pages/Figure.vue') },
    { path: '/accounts', name: 'accounts', component: () => import('./pages/Accounts.vue') },
    { path: '/audit', name: 'audit', component: () => import('./pages/Audit.vue') },
    { path: '/suggestions', name: 'suggestions', component: () => import('./pages/Suggestions.vue') },
    { path: '/guide', name: 'guide', component: () => import('./pages/Guide.vue') },
    { path: '/about', name: 'about', component: () => import('./pages/About.vue') },
    { path: '/:rest(.*)*', name: 'nowhere', component: () => import('./pages/Nowhere.vue') },
  ],
  scrollBehavior: (_to, _from, saved) => saved ?? { left: 0, top: 0 },
});

router.beforeEach(async (to, from) => {
  // A purpose is stated for one page and ends with it.
  if (to.path !== from.path) carried.purpose = null;
  if (!state.asked) await ask_session();
  if (to.meta.open || state.unreachable) return true;
  if (!state.session) return { name: 'login', query: to.fullPath === '/' ? {} : { next: to.fullPath } };
  if (state.session.must_change_password && to.name !== 'password') return { name: 'password' };
  if (state.session.must_set_second_factor && to.name !== 'me' && to.name !== 'password') return { name: 'me' };
  // An administrator has no day of his own: his first page is what he administers.
  if (to.name === 'today' && !may('standing_read')) return { name: may('account_read') ? 'accounts' : may('audit_read') ? 'audit' : 'about' };
  return true;
});

when_logged_out(() => {
  take_session(null);
  const here = router.currentRoute.value;
  if (here.name !== 'login') void router.push({ name: 'login', query: { next: here.fullPath, ended: '1' } });
});
