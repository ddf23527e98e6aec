import type { Action } from './action.ts';
import { auditLog } from './audit-log.ts';
import { block } from './block.ts';
import { cancel } from './cancel.ts';
import { credits } from './credits.ts';
import { exportVideo } from './export-video.ts';
import { forget } from './forget.ts';
import { help } from './help.ts';
import { language } from './language.ts';
import { link } from './link.ts';
import { newProject } from './new-project.ts';
import { pause } from './pause.ts';
import { remove } from './remove.ts';
import { report } from './report.ts';
import { requests } from './requests.ts';
import { rerun } from './rerun.ts';
import { resume } from './resume.ts';
import { settings } from './settings.ts';
import { skill } from './skill.ts';
import { start } from './start.ts';
import { status } from './status.ts';
import { ActionTable } from './table.ts';
import { timeline } from './timeline.ts';
import { turns } from './turns.ts';
import { unblock } from './unblock.ts';
import { upload } from './upload.ts';
import { usage } from './usage.ts';
import { variation } from './variation.ts';

/** Every action of the bot, in the order in which menus and help show them. */
export const ACTIONS = new ActionTable<Action>([
  help,
  newProject,
  status,
  timeline,
  credits,
  usage,
  exportVideo,
  rerun,
  variation,
  link,
  cancel,
  remove,
  skill,
  language,
  settings,
  forget,
  report,
  turns,
  requests,
  block,
  unblock,
  pause,
  resume,
  auditLog,
  upload,
  start,
]);
