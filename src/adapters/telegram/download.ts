import { createReadStream } from 'node:fs';
import { realpath } from 'node:fs/promises';
import { isAbsolute, relative, sep } from 'node:path';
import { Readable } from 'node:stream';
import { type Api, GrammyError } from 'grammy';
import { type Attachment, AttachmentRefusedError } from '../../core/chat.ts';
import { resumable } from '../../core/media/resume.ts';
import { telegramWords } from '../../i18n/telegram.ts';
import { sizeText } from '../../i18n/translator.ts';
import type { Logger } from '../../lib/logger.ts';
import { asApiSignal } from './api.ts';
import { type FileRef, readRef } from './attachments.ts';
import { MAX_DOWNLOAD_BYTES, MAX_LOCAL_BYTES } from './limits.ts';
import type { Calls } from './retry.ts';
import { type Download, type Wire, WireError } from './transport.ts';

export interface FilesOptions {
  api: Api;
  calls: Calls;
  wire: Wire;
  log: Logger;
  apiRoot: string;
  token: string;
  /** Folder of a local Bot API server, below which files may be read from the disk. */
  localFilesRoot?: string;
}

/** How often in a row a download may fail without a byte coming. */
const FRUITLESS_TRIES = 6;

/** Fetches what people send. The address of a file holds the token, so it stays in here. */
export class Files {
  readonly #o: FilesOptions;

  constructor(options: FilesOptions) {
    this.#o = options;
  }

  /** Largest file that can be had, in bytes. */
  get limitBytes(): number {
    return this.#o.localFilesRoot ? MAX_LOCAL_BYTES : MAX_DOWNLOAD_BYTES;
  }

  tooBig(attachment: Attachment): boolean {
    return attachment.url === undefined && (attachment.declaredBytes ?? 0) > this.limitBytes;
  }

  /** That a file is too big, and what can be done instead. */
  refusal({ name, declaredBytes }: Attachment, language: FileRef['language']): string {
    const say = telegramWords(language);
    const limit = sizeText(this.limitBytes);
    const size = declaredBytes === undefined ? `> ${limit}` : sizeText(declaredBytes);
    return `${say('fileTooBig', { name, size, limit })}\n${say('wayAround')}`;
  }

  /**
   * Opens a file. A connection that breaks is taken up where it broke.
   * @throws AttachmentRefusedError when it is over Telegram's limit
   */
  async open(attachment: Attachment, signal: AbortSignal): Promise<Readable> {
    const ref = readRef(attachment.ref);
    if (this.tooBig(attachment)) throw new AttachmentRefusedError(this.refusal(attachment, ref.language));
    const path = await this.#locate(attachment, ref, signal);
    if (isAbsolute(path)) return createReadStream(await this.#allowed(path), { signal });
    const first = await this.#connect(path, 0, signal);
    const connect = (offset: number) => {
      this.#o.log.info({ offset }, 'a download broke; going on where it broke');
      return this.#connect(path, offset, signal);
    };
    const pause = (fruitless: number) => this.#o.calls.backOff(fruitless, signal);
    const bytes = resumable(first, { connect, pause, tries: FRUITLESS_TRIES, signal });
    return Readable.from(bytes, { objectMode: false });
  }

  /** The file's path at the Bot API server; a remote one is good for an hour. */
  async #locate(attachment: Attachment, ref: FileRef, signal: AbortSignal): Promise<string> {
    const { api, calls } = this.#o;
    try {
      const get = (limited: AbortSignal) => api.getFile(ref.id, asApiSignal(limited));
      const { file_path: path } = await calls.must('getFile', get, { signal, repeatable: true });
      if (!path) throw new Error('getFile gave no path');
      return path;
    } catch (error) {
      if (error instanceof GrammyError && /file is too big/i.test(error.description)) {
        throw new AttachmentRefusedError(this.refusal(attachment, ref.language), { cause: error });
      }
      throw error;
    }
  }

  /** The real path of a file on this machine, which must lie below the configured folder, links followed. */
  async #allowed(path: string): Promise<string> {
    const { localFilesRoot, log } = this.#o;
    if (!localFilesRoot) {
      log.error('the Bot API server keeps files on its disk, but the folder to read them from is not set');
      throw new Error('a local path, but no folder for local files is set');
    }
    const [root, real] = await Promise.all([realpath(localFilesRoot), realpath(path)]);
    const inside = relative(root, real);
    if (inside === '' || inside === '..' || inside.startsWith(`..${sep}`) || isAbsolute(inside)) {
      throw new Error('a path outside the folder for local files');
    }
    return real;
  }

  async #connect(path: string, offset: number, signal: AbortSignal): Promise<Download> {
    const { wire, calls, apiRoot, token } = this.#o;
    const url = `${apiRoot}/file/bot${token}/${path.split('/').map(encodeURIComponent).join('/')}`;
    for (let failed = 0; ; failed++) {
      try {
        const answer = await wire.download(url, offset, signal);
        if (answer.status === 200 || answer.status === 206) return answer;
        await answer.body.dump();
        if (answer.status < 500) throw new Error(`the file was answered with ${answer.status}`);
      } catch (error) {
        signal.throwIfAborted();
        if (!(error instanceof WireError)) throw error;
      }
      if (failed + 1 >= FRUITLESS_TRIES) throw new Error('the file can’t be fetched');
      await calls.backOff(failed, signal);
    }
  }
}
