import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { Bot, GrammyError, HttpError, InlineKeyboard, InputFile, InputMediaBuilder } from 'grammy';
import sharp from 'sharp';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type FakeTelegram, faults, startFakeTelegram, type TgChat, type TgUser } from './index.ts';

describe('the fake Telegram, as grammY speaks to it', () => {
  let telegram: FakeTelegram;
  let ann: TgUser;
  let chat: TgChat;
  let bot: Bot;

  beforeEach(async () => {
    telegram = await startFakeTelegram();
    ann = telegram.user({ id: 7, first_name: 'Ann', language_code: 'en' });
    chat = telegram.dm(ann);
    bot = new Bot(telegram.token, { client: { apiRoot: telegram.url } });
  });

  afterEach(async () => {
    if (bot.isRunning()) await bot.stop();
    await telegram.close();
  });

  it('takes a streamed upload of a video with its thumbnail, and keeps the bytes', async () => {
    const video = Buffer.from('\r\n--not a boundary\r\n\0\xff video', 'latin1');
    const thumbnail = await sharp({ create: { width: 320, height: 180, channels: 3, background: 'red' } })
      .jpeg()
      .toBuffer();
    await bot.api.sendVideo(
      chat.id,
      new InputFile(Readable.from([video.subarray(0, 5), video.subarray(5)]), 'a b.mp4'),
      {
        caption: '<b>Done</b> &amp; sent',
        parse_mode: 'HTML',
        width: 1080,
        height: 1920,
        duration: 12,
        supports_streaming: true,
        thumbnail: new InputFile(thumbnail, 'thumb.jpg'),
        reply_markup: new InlineKeyboard().text('Again', 'v1:again').row().url('Open', 'https://example.org/p'),
      },
    );
    const [shown] = telegram.shown(chat);
    expect(shown?.video?.bytes).toEqual(video);
    expect(shown?.video).toMatchObject({ name: 'a b.mp4', width: 1080, height: 1920, duration: 12, thumbnail });
    expect(shown).toMatchObject({ text: 'Done & sent', entities: [{ type: 'bold', offset: 0, length: 4 }] });
    expect(shown?.buttons).toEqual([
      { text: 'Again', callback_data: 'v1:again' },
      { text: 'Open', url: 'https://example.org/p' },
    ]);
    const [call] = telegram.calls('sendVideo');
    expect(call?.params).toMatchObject({ chat_id: 7, width: 1080, duration: 12, supports_streaming: true });
    expect(call?.files.video?.bytes).toEqual(video);
  });

  it('takes a file by its path', async () => {
    const dir = await mkdtemp(join(tmpdir(), 'fake-telegram-test-'));
    try {
      await writeFile(join(dir, 'film.mp4'), 'film');
      await bot.api.sendDocument(chat.id, new InputFile(join(dir, 'film.mp4')));
    } finally {
      await rm(dir, { recursive: true });
    }
    expect(telegram.shown(chat)[0]?.document).toMatchObject({ name: 'film.mp4', bytes: Buffer.from('film') });
  });

  it('takes an album and swaps a message for a video', async () => {
    const first = InputMediaBuilder.video(new InputFile(Buffer.from('one')), { caption: 'both' });
    await bot.api.sendMediaGroup(chat.id, [first, InputMediaBuilder.video(new InputFile(Buffer.from('two')))]);
    expect(telegram.shown(chat).map((one) => one.video?.bytes.toString())).toEqual(['one', 'two']);
    const { message_id } = await bot.api.sendMessage(chat.id, 'soon');
    await bot.api.editMessageMedia(chat.id, message_id, InputMediaBuilder.video(new InputFile(Buffer.from('three'))));
    const swapped = telegram.shown(chat).at(-1);
    expect(swapped?.video?.bytes.toString()).toBe('three');
    expect(swapped).toMatchObject({ id: message_id, text: '', earlier: ['soon'] });
  });

  it('gives updates to a polling bot, its answers to the chat and files for download', async () => {
    const photo = await sharp({ create: { width: 1000, height: 500, channels: 3, background: 'blue' } })
      .jpeg()
      .toBuffer();
    const fetched: Promise<Buffer>[] = [];
    bot.on('message:photo', async (context) => {
      const file = await context.getFile();
      const url = `${telegram.url}/file/bot${telegram.token}/${file.file_path}`;
      fetched.push(fetch(url).then(async (response) => Buffer.from(await response.arrayBuffer())));
      await context.reply(`got ${context.msg.caption}`, { reply_markup: new InlineKeyboard().text('More', 'more') });
    });
    bot.callbackQuery('more', async (context) => {
      await context.answerCallbackQuery('on it');
      await context.editMessageText('more');
    });
    const polling = bot.start();
    telegram.says(chat, ann, { photo, caption: 'this' });
    const answer = await telegram.seen(chat, (one) => one.text === 'got this');
    expect(await fetched[0]).toEqual(photo);
    telegram.presses(telegram.message(chat, answer.id), 'More', ann);
    await telegram.seen(chat, (one) => one.text === 'more');
    expect(telegram.unanswered()).toEqual([]);
    expect(telegram.queries[0]?.answer).toEqual({ text: 'on it', showAlert: false });
    await bot.stop();
    await polling;
    expect(telegram.unconfirmed).toEqual([]);
  });

  it("shows a refusal as grammY's error, and a reset as an HTTP error", async () => {
    telegram.next('sendMessage', faults.flood(3), faults.resetBefore(), faults.page(502), faults.resetAfter());
    const flood = await bot.api.sendMessage(chat.id, 'a').catch((error: unknown) => error);
    expect(flood).toBeInstanceOf(GrammyError);
    expect(flood).toMatchObject({ error_code: 429, parameters: { retry_after: 3 } });
    await expect(bot.api.sendMessage(chat.id, 'b')).rejects.toBeInstanceOf(HttpError);
    await expect(bot.api.sendMessage(chat.id, 'c')).rejects.toBeInstanceOf(HttpError);
    expect(telegram.shown(chat)).toEqual([]);
    await expect(bot.api.sendMessage(chat.id, 'd')).rejects.toBeInstanceOf(HttpError);
    expect(telegram.shown(chat).map((one) => one.text)).toEqual(['d']);
  });

  it('ends a polling bot with 409 when another one polls', async () => {
    const polling = bot.start();
    await telegram.called('getUpdates');
    telegram.secondPoller();
    await expect(polling).rejects.toMatchObject({ error_code: 409 });
  });
});
