import { createApp } from 'vue';
import App from './App.vue';
import { watch_copy } from './lib/copy';
import { i18n, set_language } from './lib/i18n';
import { router } from './router';
import './styles/tokens.css';
import './styles/base.css';

set_language(i18n.global.locale.value);
watch_copy();
createApp(App).use(i18n).use(router).mount('#app');
