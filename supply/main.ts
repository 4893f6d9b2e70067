/** Entry of supply: one process, which starts check processes as it needs them. */
import { processEnvironmentSchema } from '@atlantic/contract/process.ts';
import { runSupply } from './process/supply.ts';

const settings = processEnvironmentSchema
  .required({ ATLANTIC_CONTROL: true, ATLANTIC_PLANE_TOKEN_FILE: true })
  .parse(process.env);

await runSupply({
  data: settings.ATLANTIC_DATA,
  control: settings.ATLANTIC_CONTROL,
  tokenFile: settings.ATLANTIC_PLANE_TOKEN_FILE,
  logLevel: settings.ATLANTIC_LOG_LEVEL,
  former: settings.ATLANTIC_LISTEN,
  trust:
    settings.ATLANTIC_CA === undefined
      ? undefined
      : { caFile: settings.ATLANTIC_CA, name: settings.ATLANTIC_CONTROL_NAME },
});
