import { lists } from '@throughcare/reference/lists';
import { Controller, Get, Query } from '@nestjs/common';
import { z } from 'zod';
import {
  CancellationReason,
  Cas3ReferenceData,
  DepartureReason,
  LocalAuthorityArea,
  MoveOnCategory,
  NonArrivalReason,
  ProbationDeliveryUnit,
  ProbationRegion,
  ReferenceItemChange,
  ReferralRejectionReason,
} from '@throughcare/api/cas3/reference-data';
import { Reach } from '@throughcare/platform/access';
import { Authority } from '@throughcare/platform/auth';
import { Replies } from '@throughcare/platform/replies';
import { changedItems } from '@throughcare/platform/reference';
import { invalid } from '@throughcare/base/errors';
import { DataSource } from 'typeorm';
import {
  toCharacteristic,
  toDeliveryUnit,
  toDepartureReason,
  toListed,
  toLocalAuthorityArea,
  toReferenceItemChange,
  toRegion,
  toScoped,
} from './reference-data.reply';
import { byName, offered } from './reference-data.rules';
import { ListQuery, UnitsQuery, ReasonsQuery } from './reference-data.dto';

const cas3Lists: Readonly<Record<string, () => readonly Cas3ReferenceData[]>> = {
  BEDSPACE_CHARACTERISTICS: () => lists.offered('bedspace-characteristics').map(toCharacteristic),
  PREMISES_CHARACTERISTICS: () => lists.offered('premises-characteristics').map(toCharacteristic),
  VOID_BEDSPACE_REASONS: () => byName(lists.offered('void-bedspace-reasons')).map(({ id, name }) => ({ id, name })),
};

/** Lists that forms offer. Every signed-in member of probation staff may read them. */
@Controller()
@Authority('ROLE_PROBATION')
export class ReferenceDataController {
  constructor(private readonly db: DataSource) {}

  /** For applications that have the lists as they ship: what has changed since. */
  @Replies(z.array(ReferenceItemChange))
  @Get('reference-data/changed-items')
  @Reach('none')
  async changedItems() {
    return (await changedItems(this.db.manager)).map(toReferenceItemChange);
  }

  @Replies(z.array(Cas3ReferenceData))
  @Get('cas3/reference-data')
  @Reach('none')
  cas3(@Query() { type }: ListQuery) {
    const list = type !== undefined && Object.hasOwn(cas3Lists, type) ? cas3Lists[type] : undefined;
    if (!list) throw invalid('UNKNOWN_LIST', { detail: 'The query parameter type is missing or names no list' });
    return list();
  }

  @Replies(z.array(ProbationRegion))
  @Get('reference-data/probation-regions')
  @Reach('none')
  regions() {
    return lists.offered('probation-regions').map(toRegion);
  }

  @Replies(z.array(ProbationDeliveryUnit))
  @Get('reference-data/probation-delivery-units')
  @Reach('none')
  deliveryUnits(@Query() { probationRegionId: regionId }: UnitsQuery) {
    const units = regionId
      ? lists.offered('probation-delivery-units').filter((unit) => unit.probationRegionId === regionId.toLowerCase())
      : lists.offered('probation-delivery-units');
    return units.map(toDeliveryUnit);
  }

  @Replies(z.array(LocalAuthorityArea))
  @Get('reference-data/local-authority-areas')
  @Reach('none')
  localAuthorities() {
    return lists.offered('local-authority-areas').map(toLocalAuthorityArea);
  }

  @Replies(z.array(DepartureReason))
  @Get('reference-data/departure-reasons')
  @Reach('none')
  departures(@Query() { includeInactive }: ReasonsQuery) {
    return offered(lists.all('departure-reasons'), includeInactive === 'true').map(toDepartureReason);
  }

  @Replies(z.array(MoveOnCategory))
  @Get('reference-data/move-on-categories')
  @Reach('none')
  moveOn(@Query() { includeInactive }: ReasonsQuery) {
    return byName(offered(lists.all('move-on-categories'), includeInactive === 'true')).map(toScoped);
  }

  @Replies(z.array(CancellationReason))
  @Get('reference-data/cancellation-reasons')
  @Reach('none')
  cancellations() {
    return byName(offered(lists.all('cancellation-reasons'), false)).map(toScoped);
  }

  @Replies(z.array(NonArrivalReason))
  @Get('reference-data/non-arrival-reasons')
  @Reach('none')
  nonArrivals() {
    return byName(lists.offered('non-arrival-reasons')).map(toListed);
  }

  @Replies(z.array(ReferralRejectionReason))
  @Get('reference-data/referral-rejection-reasons')
  @Reach('none')
  rejections() {
    return byName(lists.offered('referral-rejection-reasons')).map(toListed);
  }
}
