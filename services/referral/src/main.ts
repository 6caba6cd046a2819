import { loadConfig } from '@throughcare/platform/config';
import { startService } from '@throughcare/platform/service';
import { AppModule } from './app.module';
import { ReferralConfig } from './config';

void startService(AppModule, { name: 'referral', config: loadConfig(ReferralConfig) });
