import { createReadStream } from 'node:fs';
import { realpath } from 'node:fs/promises';
import { isAbsolute, relative, sep } from 'node:path';
import type { Readable } from 'node:stream';
import type { Clock } from '@reelay/async';
import type { Api } from 'grammy';
import { type Attachment, AttachmentRefusedError } from '../../core/chat.ts';
import type { Piece } from '../../core/media/resume.ts';
import { telegramSentences } from '../../i18n/telegram.ts';
import { sizeText } from '../../i18n/translator.ts';
import type { Logger } from '../../lib/logger.ts';
import type { Calls } from '../kit/calls.ts';
import { openDownload, PermanentDownloadError } from '../kit/downloads.ts';
import { isPlatformError } from '../kit/platform-error.ts';
import { asApiSignal } from './api.ts';
import { type FileRef, readRef } from './attachments.ts';
import { MAX_DOWNLOAD_BYTES, MAX_LOCAL_BYTES } from './limits.ts';
import type { Wire } from './transport.ts';

export interface FilesOptions {
  api: Api;
  calls: Calls;
  wire: Wire;
  clock: Clock;
  log: Logger;
  apiRoot: string;
  token: string;
  /** Folder of a local Bot API server, below which files may be read from the disk. */
  localFilesRoot?: string;
}

/** Fetches what people send. The address of a file holds the token, so it stays in here. */
export class Files {
  readonly #options: FilesOptions;

  constructor(options: FilesOptions) {
    this.#options = options;
  }

  /** Largest file that can be had, in bytes. */
  get limitBytes(): number {
    return this.#options.localFilesRoot ? MAX_LOCAL_BYTES : MAX_DOWNLOAD_BYTES;
  }

  tooBig(attachment: Attachment): boolean {
    return attachment.url === undefined && (attachment.declaredBytes ?? 0) > this.limitBytes;
  }

  /** That a file is too big, and what can be done instead. */
  refusal({ name, declaredBytes }: Attachment, language: FileRef['language']): string {
    const t = telegramSentences(language);
    const limit = sizeText(this.limitBytes);
    const size = declaredBytes === undefined ? `> ${limit}` : sizeText(declaredBytes);
    return `${t('fileTooBig', { name, size, limit })}\n${t('wayAround')}`;
  }

  /**
   * Opens a file. A connection that breaks is resumed where it broke.
   * @throws AttachmentRefusedError when it is over Telegram's limit
   */
  async open(attachment: Attachment, signal: AbortSignal): Promise<Readable> {
    const ref = readRef(attachment.ref);
    if (this.tooBig(attachment)) throw new AttachmentRefusedError(this.refusal(attachment, ref.language));
    const path = await this.#locate(attachment, ref, signal);
    if (isAbsolute(path)) return createReadStream(await this.#allowed(path), { signal });
    const stream = await openDownload({
      connect: (offset, own) => this.#connect(path, offset, own),
      maxBytes: this.limitBytes,
      backOff: (earlier, own) => this.#options.calls.backOff(earlier, own),
      clock: this.#options.clock,
      signal,
    });
    if (!stream) throw new PermanentDownloadError('the Bot API server does not give the file');
    return stream;
  }

  /** The file's path at the Bot API server; a remote one is good for an hour. */
  async #locate(attachment: Attachment, ref: FileRef, signal: AbortSignal): Promise<string> {
    const { api, calls } = this.#options;
    try {
      const get = (limited: AbortSignal) => api.getFile(ref.id, asApiSignal(limited));
      const { file_path: path } = await calls.untilDone('getFile', get, { signal, idempotent: true });
      if (!path) throw new Error('getFile gave no path');
      return path;
    } catch (error) {
      if (isPlatformError(error, 'too-large')) {
        throw new AttachmentRefusedError(this.refusal(attachment, ref.language), { cause: error });
      }
      throw error;
    }
  }

  /** The real path of a file on this machine, which must lie below the configured folder, links followed. */
  async #allowed(path: string): Promise<string> {
    const { localFilesRoot, log } = this.#options;
    if (!localFilesRoot) {
      log.error('local Bot API server gives file paths, but TELEGRAM_FILES_ROOT is not set');
      throw new Error('a local path, but no folder for local files is set');
    }
    const [root, real] = await Promise.all([realpath(localFilesRoot), realpath(path)]);
    const inside = relative(root, real);
    if (inside === '' || inside === '..' || inside.startsWith(`..${sep}`) || isAbsolute(inside)) {
      throw new Error('a path outside the folder for local files');
    }
    return real;
  }

  async #connect(path: string, offset: number, signal: AbortSignal): Promise<Piece> {
    const { wire, apiRoot, token } = this.#options;
    const url = `${apiRoot}/file/bot${token}/${path.split('/').map(encodeURIComponent).join('/')}`;
    const { status, from, body } = await wire.download(url, offset, signal);
    if (status === 200 || status === 206) return { from, body };
    await body.dump();
    const problem = `the file was answered with HTTP ${status}`;
    throw status < 500 ? new PermanentDownloadError(problem) : new Error(problem);
  }
}
