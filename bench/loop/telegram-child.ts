/**
 * The Telegram of the event loop's bench, in a process of its own. Tells its address; once it gets a photo, everybody
 * sends it with the request, and it tells when the bot has taken all of that and how many videos have come back.
 */
import { startFakeTelegram } from '../../test/fakes/telegram/index.ts';
import { REQUEST, SESSIONS, TELEGRAM_TOKEN, type Told } from './plan.ts';

const LOOK_EVERY_MS = 100;

const tell = (told: Told) => process.send?.(told);

const telegram = await startFakeTelegram({ token: TELEGRAM_TOKEN });
process.once('disconnect', () => process.exit());
process.once('message', (photo: string) => {
  const bytes = Buffer.from(photo, 'base64');
  for (let number = 1; number <= SESSIONS; number++) {
    const user = telegram.user({ id: 4000 + number, first_name: `Person ${number}` });
    telegram.says(telegram.dm(user), user, { photo: bytes, caption: REQUEST });
  }
  let taken = false;
  setInterval(() => {
    if (!taken && telegram.unconfirmed.length === 0) {
      taken = true;
      tell({ phase: 'uploading' });
    }
    tell({ videos: telegram.calls('sendVideo').filter((call) => call.answer).length });
  }, LOOK_EVERY_MS);
});
tell({ url: telegram.url });
