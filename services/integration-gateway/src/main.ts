import { loadConfig } from '@throughcare/platform/config';
import { startService } from '@throughcare/platform/service';
import { AppModule } from './app.module';
import { GatewayConfigSchema } from './config';

void startService(AppModule, { name: 'integration-gateway', config: loadConfig(GatewayConfigSchema) });
