import { AttachmentFlags, ComponentType, EmbedType, StickerFormatType } from 'discord.js';
import { describe, expect, it } from 'vitest';
import { fileOf, filesOf, linksOf, mediaOf, readRef } from '../../../src/adapters/discord/attachments.ts';

const file = (more: object = {}) =>
  ({ id: '1', filename: 'a.jpg', size: 5, url: 'https://cdn.invalid/a.jpg', ...more }) as never;
const message = (more: object = {}) =>
  ({ id: '2', channel_id: '3', content: '', attachments: [], embeds: [], ...more }) as never;
const names = (found: { name: string }[]) => found.map(({ name }) => name);

describe('a file', () => {
  it('is journaled with what opens it again', () => {
    const attachment = fileOf(file(), 'en', { channel: '3', id: '2' });
    expect(attachment).toMatchObject({ name: 'a.jpg', id: '1', declaredBytes: 5 });
    expect(readRef(attachment.ref)).toEqual({
      ...{ url: 'https://cdn.invalid/a.jpg', id: '1', language: 'en', message: { channel: '3', id: '2' } },
    });
    expect('spoiler' in attachment).toBe(false);
  });

  it.each<[object, string, boolean | undefined]>([
    [{ title: 'Größe', filename: 'Gre.jpg' }, 'Größe.jpg', undefined],
    [{ title: 'Größe.JPG', filename: 'Gre.jpg' }, 'Größe.JPG', undefined],
    [{ title: 'plain', filename: 'none' }, 'plain', undefined],
    [{ filename: 'SPOILER_a.jpg' }, 'a.jpg', true],
    [{ flags: AttachmentFlags.IsSpoiler }, 'a.jpg', true],
    [{ flags: AttachmentFlags.IsClip }, 'a.jpg', undefined],
    [{ filename: 'a\u202eb.jpg' }, 'ab.jpg', undefined],
  ])('%j is called %s, hidden: %s', (more, name, spoiler) => {
    expect(fileOf(file(more), 'en')).toMatchObject({ name, ...(spoiler && { spoiler }) });
    expect(fileOf(file(more), 'en').spoiler).toBe(spoiler);
  });
});

describe('the files of a message', () => {
  it('are its own and those of a forwarded one, else what its links show', () => {
    const forwarded = {
      message_snapshots: [{ message: { attachments: [file({ id: '9', filename: 'f.zip' })], embeds: [] } }],
    };
    const embeds = [{ type: EmbedType.Image, url: 'https://a.example/p.png' }];
    expect(names(filesOf(message({ attachments: [file()], ...forwarded, embeds }), 'en'))).toEqual(['a.jpg', 'f.zip']);
    expect(filesOf(message({ embeds }), 'en')).toEqual([
      { name: 'p.png', ref: 'https://a.example/p.png', url: 'https://a.example/p.png' },
    ]);
    expect(filesOf(message(), 'en')).toEqual([]);
  });

  it.each<[object, string | undefined]>([
    [
      {
        type: EmbedType.GIFV,
        video: { url: 'https://a.example/v.mp4' },
        thumbnail: { url: 'https://a.example/t.png' },
      },
      'v.mp4',
    ],
    [
      { type: EmbedType.Video, video: { url: 'https://a.example/v' }, thumbnail: { url: 'https://a.example/t.png' } },
      't.png',
    ],
    [
      {
        type: EmbedType.Rich,
        image: { url: 'https://a.example/i.png' },
        thumbnail: { url: 'https://a.example/t.png' },
      },
      'i.png',
    ],
    [{ type: EmbedType.Image, url: 'https://a.example/a%20b.png' }, 'a b.png'],
    [{ type: EmbedType.Image, url: 'https://a.example/%E0%A4%A.png' }, '%E0%A4%A.png'],
    [{ type: EmbedType.Image, url: 'https://a.example/' }, 'a.example'],
    [{ type: EmbedType.Image, url: 'attachment://a.png' }, undefined],
    [{ type: EmbedType.Link, url: 'https://a.example/a.png' }, undefined],
  ])('the preview %j shows %s', (embed, name) => {
    expect(names(filesOf(message({ embeds: [embed] }), 'en'))).toEqual(name === undefined ? [] : [name]);
  });

  it('that somebody points at are media alone, each address once', () => {
    const url = 'https://a.example/x.png';
    const content = `see ${url}, and https://a.example/page (https://a.example/y.mp4).`;
    const sticker = (format_type: StickerFormatType, id: string) => ({ id, name: 's', format_type });
    const found = mediaOf(
      message({
        content,
        attachments: [
          file(),
          file({ id: '4', filename: 'list.zip' }),
          file({ id: '5', filename: 'odd', content_type: 'video/mp4' }),
        ],
        embeds: [{ type: EmbedType.Image, url }],
        sticker_items: [
          sticker(StickerFormatType.GIF, '6'),
          sticker(StickerFormatType.APNG, '7'),
          sticker(StickerFormatType.Lottie, '8'),
        ],
        message_snapshots: [
          {
            message: {
              content: 'https://a.example/z.webm',
              attachments: [file({ id: '9', filename: 'f.png' })],
              embeds: [],
            },
          },
        ],
      }),
      'en',
    );
    expect(names(found)).toEqual(['a.jpg', 'odd', 'f.png', 'x.png', 's.gif', 's.png', 'y.mp4', 'z.webm']);
  });

  it('that are laid out are found in every part of the layout', () => {
    const media = (name: string) => ({ media: { url: `https://a.example/${name}` } });
    const accessory = (type: ComponentType) => ({
      type: ComponentType.Section,
      components: [],
      accessory: { type, ...media('t.png') },
    });
    const components = [
      { type: ComponentType.MediaGallery, items: [media('1.png'), media('2.png')] },
      {
        type: ComponentType.Container,
        components: [
          { type: ComponentType.File, file: { url: 'https://a.example/3.mp4' } },
          accessory(ComponentType.Thumbnail),
        ],
      },
      accessory(ComponentType.Button),
      { type: ComponentType.TextDisplay, content: 'a' },
    ];
    expect(names(mediaOf(message({ components }), 'en'))).toEqual(['1.png', '2.png', '3.mp4', 't.png']);
  });

  it('that a text names are links to files, each once, without what ends the sentence', () => {
    expect(
      names(
        linksOf('(https://a.example/x.JPG), https://a.example/x.JPG! <https://a.example/y.mov> https://a.example/z'),
      ),
    ).toEqual(['x.JPG', 'y.mov']);
    expect(linksOf('http://[ https://a.example/jpg')).toEqual([]);
  });
});
