import { initTelemetry, stopTelemetry, withSpan } from '../telemetry';

const [endpoint] = process.argv.slice(2);
initTelemetry({ service: 'test', endpoint });
void withSpan('work', {}, async () => undefined).then(stopTelemetry);
