import { startService } from '@throughcare/platform/service';
import { AppModule } from './app.module';
import { gatewayConfig } from './config';

void startService(AppModule, { name: 'integration-gateway', config: gatewayConfig() });
