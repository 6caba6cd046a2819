// Nothing here is needed: error summaries take the focus, and a double press of a button counts once.
import { initAll } from './govuk.js';

initAll();
