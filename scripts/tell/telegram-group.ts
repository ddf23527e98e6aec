import { startFakeTelegram, type TgMessage } from '../../test/fakes/telegram/index.ts';
import { type Group, type GroupLine, PEOPLE, type Step, sample } from './group.ts';

/** A group on the fake Telegram, in privacy mode as groups are at first; nobody is its administrator but Ann. */
export async function telegramGroup(locale: string): Promise<Group> {
  const telegram = await startFakeTelegram({ username: 'reelay_bot' });
  const language_code = locale.slice(0, 2);
  const people = new Map(
    PEOPLE.map((first_name, index) => [first_name, telegram.user({ id: 7 + index, first_name, language_code })]),
  );
  const personOf = (name: string) => {
    const person = people.get(name as (typeof PEOPLE)[number]);
    if (!person) throw new Error(`nobody is called ${name}`);
    return person;
  };
  const members = [...people.values()];
  const chat = telegram.group({ title: 'Friends', supergroup: true, members, admins: [personOf('Ann')] });
  const names = new Map([...people].map(([name, { id }]): [number, string] => [id, name]));
  names.set(telegram.bot.id, 'Reelay');
  const nameOf = (id = 0) => names.get(id) ?? '?';
  const lastOf = (name: string): TgMessage => {
    const own = telegram.shown(chat).findLast(({ from }) => nameOf(from?.id) === (name === 'bot' ? 'Reelay' : name));
    if (!own) throw new Error(`${name} has said nothing`);
    return telegram.message(chat, own.id);
  };
  const says = async ({ by, text, files = [], to }: Step) => {
    const reply_to = to === undefined ? undefined : lastOf(to);
    const items = await Promise.all(files.map(async (name) => ({ document: { bytes: await sample(name), name } })));
    const [first, ...others] = items;
    if (!first) telegram.says(chat, personOf(by), { text: text ?? '', ...(reply_to && { reply_to }) });
    else {
      const captioned = { ...first, ...(text && { caption: text }), ...(reply_to && { reply_to }) };
      if (others.length > 0) telegram.album(chat, personOf(by), [captioned, ...others]);
      else telegram.says(chat, personOf(by), captioned);
    }
  };
  return {
    settings: { TELEGRAM_TOKEN: telegram.token, TELEGRAM_API_ROOT: telegram.url },
    async act(step) {
      if (step.presses === undefined) await says(step);
      else {
        const under = telegram.shown(chat).findLast(({ buttons }) => buttons.some(({ text }) => text === step.presses));
        if (!under) throw new Error(`no button reads ${step.presses}`);
        telegram.presses({ chat, message_id: under.id }, step.presses, personOf(step.by));
      }
      await telegram.until(() => (telegram.unconfirmed.length === 0 ? true : undefined));
    },
    lines: () =>
      telegram.shown(chat).map((message): GroupLine => {
        const answered = message.replyTo === undefined ? undefined : telegram.message(chat, message.replyTo);
        const files = [message.document, message.video, message.animation].flatMap((file) => file?.name ?? []);
        return {
          by: nameOf(message.from?.id),
          ...(answered && { to: nameOf(answered.from?.id) }),
          files,
          text: message.text,
          buttons: message.buttons.map(({ text }) => text),
        };
      }),
    close: () => telegram.close(),
  };
}
