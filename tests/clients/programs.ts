/** Every client program of the matrix. */
import { chromiumClient } from './chromium.ts';
import type { ClientProgram } from './client.ts';
import { curlClient } from './curl.ts';
import { gitClient } from './git.ts';
import { javaClient } from './java.ts';
import { requestsClient, urllibClient } from './python.ts';
import { wgetClient } from './wget.ts';

export const PROGRAMS: readonly ClientProgram[] = [
  curlClient,
  wgetClient,
  gitClient,
  urllibClient,
  requestsClient,
  javaClient,
  chromiumClient,
];
