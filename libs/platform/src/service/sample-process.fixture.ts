import { z } from 'zod';
import { loadConfig, serviceConfig } from '../config';
import { SampleModule } from '../sample.fixture';
import { startService } from '.';

process.on('message', (message) => {
  if (message === 'crash') void Promise.reject(new Error('John Smith X320741'));
});

void startService(SampleModule, { name: 'sample', config: loadConfig(z.object(serviceConfig)) });
