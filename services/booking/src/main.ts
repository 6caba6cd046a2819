import { loadConfig } from '@throughcare/platform/config';
import { startService } from '@throughcare/platform/service';
import { AppModule } from './app.module';
import { BookingConfig } from './config';

void startService(AppModule, { name: 'booking', config: loadConfig(BookingConfig) });
