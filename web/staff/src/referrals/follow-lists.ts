import { ReferenceItemChange } from '@throughcare/api/cas3/reference-data';
import { clock } from '@throughcare/base/clock';
import { codeOf } from '@throughcare/base/error-facts';
import { logger } from '@throughcare/platform/logging';
import type { ReferenceItem } from '@throughcare/reference/items';
import { isListName } from '@throughcare/reference/shipped';
import { lists } from '@throughcare/reference/lists';
import type { Visit } from '@throughcare/web/visit/visit';
import { z } from 'zod';

/** As often as services look for what their other instances have heard. */
const EVERY_MS = 30_000;
const log = logger('reference-lists');

/**
 * Lays what administrators have changed over the lists of this process, asked for in the name of whoever looks. When that cannot be had, pages
 * go on with what is known: the service that saves decides.
 */
export const listFollower = () => {
  let askedAt = -Infinity;
  let asking: Promise<void> = Promise.resolve();
  const ask = async (api: Pick<Visit['api'], 'get'>) => {
    try {
      for (const { list, item, version } of await api.get(
        '/reference-data/changed-items',
        z.array(ReferenceItemChange),
      ))
        // What was read from JSON has no member without a value.
        if (isListName(list)) lists.apply({ list, item: item as ReferenceItem, version });
    } catch (error) {
      log.warn(
        { code: codeOf(error) },
        'could not bring the reference lists up to date; pages offer what was known before',
      );
    }
  };
  return (api: Pick<Visit['api'], 'get'>): Promise<void> => {
    const now = clock.now().getTime();
    if (now - askedAt >= EVERY_MS) {
      askedAt = now;
      asking = ask(api);
    }
    return asking;
  };
};
