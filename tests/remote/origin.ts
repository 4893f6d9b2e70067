/** The kit's web server as a program, for a host of its own: prints its port and stays until it is killed. */
import { startOrigin } from '../kit/origin.ts';

const { port } = await startOrigin();
process.stdout.write(`${port}\n`);
