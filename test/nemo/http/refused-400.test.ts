import { expect, it } from 'vitest';
import { answer, ROUTES } from '../../fakes/nemo/index.ts';
import { bench, nemoError } from '../setup.ts';

const ACCOUNT = { clientId: 'known', token: 'nmv_usr_known' };

it.each([
  ['another reason', answer.code(400, 'draft is not valid', 400)],
  ['a code alone', answer.code(400)],
  ['a proxy’s page', answer.html(400)],
  ['no words', answer.status(400)],
])('a call that is refused with 400 (%s) is a refused call and does not cost the account', async (_what, handler) => {
  const { fake, nemo, store } = await bench({}, ACCOUNT);
  fake.tokens.add(ACCOUNT.token);
  fake.on(ROUTES.credits, handler);
  expect(await nemoError(nemo.credits())).toMatchObject({ code: 'refused', sent: 'no' });
  expect(fake.calls(ROUTES.credits)).toHaveLength(1);
  expect(fake.calls(ROUTES.token)).toEqual([]);
  expect(store.kept).toEqual(ACCOUNT);
});

it('a 400 that names the client id says that it is missing, and does not cost the account either', async () => {
  const { fake, nemo, store } = await bench({}, ACCOUNT);
  fake.tokens.add(ACCOUNT.token);
  fake.on(ROUTES.credits, answer.code(400, 'X-Client-Id header is required', 400));
  expect(await nemoError(nemo.credits())).toMatchObject({ code: 'client-id' });
  expect(store.kept).toEqual(ACCOUNT);
});
