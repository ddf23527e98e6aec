import type { FastifyInstance } from 'fastify';
import { ApiError, ok } from '../api-error.ts';
import type { App } from '../app.ts';
import { userOf } from '../app.ts';
import { secret, sha256 } from '../ids.ts';
import { checkAccounts } from '../quotas.ts';

/** Tokens and credits. */
export function authRoutes(server: FastifyInstance, app: App): void {
  const { clock, limits, startCredits } = app.settings;

  server.post('/api/auth/anonymous-token', async (request) => {
    const clientId = request.headers['x-client-id'];
    if (typeof clientId !== 'string' || clientId.trim() === '' || clientId.length > 200) {
      throw new ApiError(400, 'X-Client-Id header is required');
    }
    const now = clock.now();
    const known = app.users.find((user) => user.clientId === clientId);
    if (known && known.tokenExpiresAt > now) {
      throw new ApiError(429, 'one anonymous token per client every 7 days');
    }
    if (!known) checkAccounts(app);
    const token = `nmv_usr_${secret()}`;
    const user = {
      id: known?.id ?? `anon_${secret()}`,
      clientId,
      tokenHash: sha256(token),
      tokenExpiresAt: now + limits.tokenMs,
      credits: startCredits,
      touchedAt: now,
    };
    await app.users.put(user);
    return ok({
      token,
      user_id: user.id,
      expires_at: new Date(user.tokenExpiresAt).toISOString(),
      credits: user.credits,
    });
  });

  server.get('/api/credits/balance/simple', async (request) => {
    const user = userOf(app, request);
    const frozen = app.frozen.get(user.id) ?? 0;
    return ok({ available: user.credits - frozen, frozen, total: user.credits });
  });
}
