import legacy from '@vitejs/plugin-legacy';
import vue from '@vitejs/plugin-vue';
import { defineConfig } from 'vite';

const api = process.env.DIAODU_API ?? 'http://127.0.0.1:8090';
// Writes are taken from the server's own pages only: the proxy says that these are.
const to_api = { target: api, changeOrigin: true, headers: { origin: api } };

// One bundle for Chromium from 78 on: the plugin lowers the syntax and adds what those browsers
// lack (core-js). Its second, script-tag bundle is off: that one needs inline scripts, which our
// content security policy forbids.
export default defineConfig({
  plugins: [
    vue(),
    legacy({ modernTargets: ['chrome>=78'], modernPolyfills: true, renderLegacyChunks: false }),
  ],
  define: {
    __VUE_OPTIONS_API__: 'true',
    __VUE_PROD_DEVTOOLS__: 'false',
    __VUE_I18N_FULL_INSTALL__: 'false',
    __VUE_I18N_LEGACY_API__: 'false',
    __INTLIFY_PROD_DEVTOOLS__: 'false',
  },
  build: {
    cssTarget: 'chrome78',
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
    reportCompressedSize: false,
    chunkSizeWarningLimit: 900,
  },
  server: { port: 8091, host: '127.0.0.1', proxy: { '/api': to_api, '/health': to_api } },
  test: { include: ['tests/**/*.test.ts'] },
} as Parameters<typeof defineConfig>[0]);
