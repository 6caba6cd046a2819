import { loadConfig } from '@throughcare/platform/config';
import { startService } from '@throughcare/platform/service';
import { AppModule } from './app.module';
import { PassportConfig } from './config';

void startService(AppModule, { name: 'passport', config: loadConfig(PassportConfig) });
