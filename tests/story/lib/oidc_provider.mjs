// A provider of OpenID Connect (npm oidc-provider) on a port of its own, for log_in_platform.py. Whoever
// comes is logged in as the account last told to /control, without being asked.
// node oidc_provider.mjs REDIRECT_URI SECRET
import { createServer } from 'node:http';
import { generateKeyPairSync } from 'node:crypto';
import { createRequire } from 'node:module';

const folder = new URL('../../../third_party/provider/package.json', import.meta.url);
const { Provider } = await import(createRequire(folder).resolve('oidc-provider'));
const [redirect_uri, secret] = process.argv.slice(2);
const control = { account: 'nobody', behind: 0, id_token: '', redirect_uri };

const real_now = Date.now;
Date.now = () => real_now() - control.behind * 1000; // a clock that goes wrong when told

const new_key = () => generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export({ format: 'jwk' });
let provider;
let key = new_key();
function make(issuer) {
  const client = (client_id) => ({
    client_id,
    client_secret: secret,
    redirect_uris: [control.redirect_uri],
    token_endpoint_auth_method: 'client_secret_post',
  });
  provider = new Provider(issuer, {
    clients: [client('diaodu'), client('other')],
    jwks: { keys: [{ ...key, use: 'sig', alg: 'RS256' }] },
    cookies: { keys: [secret] },
    features: { devInteractions: { enabled: false } },
    interactions: { url: (_ctx, interaction) => `/interaction/${interaction.uid}` },
    findAccount: (_ctx, sub) => ({ accountId: sub, claims: () => ({ sub }) }),
    ttl: { IdToken: 300, AuthorizationCode: 60, AccessToken: 300, Session: 600, Grant: 600, Interaction: 600 },
    async loadExistingGrant(ctx) {
      const { client, session, provider: own } = ctx.oidc;
      const grant = new own.Grant({ clientId: client.clientId, accountId: session.accountId });
      grant.addOIDCScope('openid');
      await grant.save();
      return grant;
    },
  });
  // A token of somebody else's, put in place of the right one.
  provider.use(async (ctx, next) => {
    await next();
    if (ctx.path === '/token' && control.id_token && ctx.body?.id_token) ctx.body.id_token = control.id_token;
  });
}

const server = createServer(async (request, response) => {
  const url = new URL(request.url, 'http://127.0.0.1');
  if (url.pathname === '/control') {
    for (const [name, value] of url.searchParams) control[name] = name === 'behind' ? Number(value) : value;
    if (url.searchParams.has('rotate')) key = new_key();
    if (url.searchParams.has('rotate') || url.searchParams.has('redirect_uri')) make(issuer);
    response.end('good');
    return;
  }
  if (url.pathname.startsWith('/interaction/')) {
    await provider.interactionFinished(request, response, { login: { accountId: control.account } });
    return;
  }
  provider.callback()(request, response);
});
let issuer;
server.listen(0, '127.0.0.1', () => {
  issuer = `http://127.0.0.1:${server.address().port}`;
  make(issuer);
  console.log(issuer);
});
