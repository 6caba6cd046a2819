import { Controller, Get, Query } from '@nestjs/common';
import { z } from 'zod';
import {
  CancellationReason,
  Cas3ReferenceData,
  DepartureReason,
  LocalAuthorityArea,
  MoveOnCategory,
  ProbationDeliveryUnit,
  ProbationRegion,
  ReferralRejectionReason,
} from '@throughcare/api/cas3/reference-data';
import { Authority } from '@throughcare/platform/auth';
import { OneOf, Optional, Text } from '@throughcare/platform/dto';
import { Replies } from '@throughcare/platform/replies';
import { invalid } from '@throughcare/base/errors';
import {
  bedspaceCharacteristics,
  cancellationReasons,
  departureReasons,
  localAuthorityAreas,
  moveOnCategories,
  premisesCharacteristics,
  probationDeliveryUnits,
  probationRegions,
  referralRejectionReasons,
  voidBedspaceReasons,
} from './reference-data';
import {
  toCharacteristic,
  toDeliveryUnit,
  toDepartureReason,
  toListed,
  toLocalAuthorityArea,
  toRegion,
  toScoped,
} from './reference-data.reply';
import { active, byName, offered } from './reference-data.rules';

const cas3Lists: Readonly<Record<string, () => readonly Cas3ReferenceData[]>> = {
  BEDSPACE_CHARACTERISTICS: () => active(bedspaceCharacteristics).map(toCharacteristic),
  PREMISES_CHARACTERISTICS: () => active(premisesCharacteristics).map(toCharacteristic),
  VOID_BEDSPACE_REASONS: () => byName(active(voidBedspaceReasons)).map(({ id, name }) => ({ id, name })),
};

class ListQuery {
  @Optional() @Text({ max: 100, blank: true }) type?: string;
}
class UnitsQuery {
  @Optional() @Text({ max: 100, blank: true }) probationRegionId?: string;
}
class ReasonsQuery {
  @Optional() @OneOf(['true', 'false'], { dropUnknown: true }) includeInactive?: string;
}

/** Lists that forms offer. Every signed-in member of probation staff may read them. */
@Controller()
@Authority('ROLE_PROBATION')
export class ReferenceDataController {
  @Replies(z.array(Cas3ReferenceData))
  @Get('cas3/reference-data')
  cas3(@Query() { type }: ListQuery) {
    const list = type !== undefined && Object.hasOwn(cas3Lists, type) ? cas3Lists[type] : undefined;
    if (!list) throw invalid('UNKNOWN_LIST', { detail: 'The query parameter type is missing or names no list' });
    return list();
  }

  @Replies(z.array(ProbationRegion))
  @Get('reference-data/probation-regions')
  regions() {
    return probationRegions.map(toRegion);
  }

  @Replies(z.array(ProbationDeliveryUnit))
  @Get('reference-data/probation-delivery-units')
  deliveryUnits(@Query() { probationRegionId: regionId }: UnitsQuery) {
    const units = regionId
      ? probationDeliveryUnits.filter((unit) => unit.probationRegionId === regionId.toLowerCase())
      : probationDeliveryUnits;
    return units.map(toDeliveryUnit);
  }

  @Replies(z.array(LocalAuthorityArea))
  @Get('reference-data/local-authority-areas')
  localAuthorities() {
    return localAuthorityAreas.map(toLocalAuthorityArea);
  }

  @Replies(z.array(DepartureReason))
  @Get('reference-data/departure-reasons')
  departures(@Query() { includeInactive }: ReasonsQuery) {
    return offered(departureReasons, includeInactive === 'true').map(toDepartureReason);
  }

  @Replies(z.array(MoveOnCategory))
  @Get('reference-data/move-on-categories')
  moveOn(@Query() { includeInactive }: ReasonsQuery) {
    return byName(offered(moveOnCategories, includeInactive === 'true')).map(toScoped);
  }

  @Replies(z.array(CancellationReason))
  @Get('reference-data/cancellation-reasons')
  cancellations() {
    return byName(offered(cancellationReasons, false)).map(toScoped);
  }

  @Replies(z.array(ReferralRejectionReason))
  @Get('reference-data/referral-rejection-reasons')
  rejections() {
    return byName(active(referralRejectionReasons)).map(toListed);
  }
}
