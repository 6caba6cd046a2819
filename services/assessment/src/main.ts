import { loadConfig } from '@throughcare/platform/config';
import { startService } from '@throughcare/platform/service';
import { AppModule } from './app.module';
import { AssessmentConfig } from './config';

void startService(AppModule, { name: 'assessment', config: loadConfig(AssessmentConfig) });
