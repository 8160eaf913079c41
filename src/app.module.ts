import { Module, type DynamicModule } from '@nestjs/common';
import { ApprovalsModule } from './approvals/approvals.module.js';
import { AssetsModule } from './assets/assets.module.js';
import { AuditModule } from './audit/audit.module.js';
import { AuthModule } from './auth/index.js';
import { DeliveriesModule } from './deliveries/deliveries.module.js';
import { HealthModule } from './health/health.module.js';
import { HttpModule } from './http/index.js';
import { IntakeModule } from './intake/index.js';
import { LedgerModule, type OpenLedger } from './ledger/ledger.module.js';
import { LiveModule } from './live/live.module.js';
import { MetricsModule } from './metrics/index.js';
import { PoliciesModule } from './policies/policies.module.js';
import { GrantsModule } from './productions/grants.module.js';
import { ProductionsModule } from './productions/productions.module.js';
import { ReceiptsModule } from './receipts/receipts.module.js';
import { RegistersModule } from './registers/registers.module.js';
import { ReplicaModule } from './replicas/replica.module.js';
import { RetractionsModule } from './retractions/retractions.module.js';
import { TokensModule } from './tokens/tokens.module.js';
import { UsagesModule } from './usages/index.js';
import { WorklistModule } from './worklist/worklist.module.js';

/** The whole application: one module a feature, over one ledger. */
@Module({})
export class AppModule {
  static over(ledger: OpenLedger): DynamicModule {
    return {
      module: AppModule,
      imports: [
        LedgerModule.over(ledger),
        HttpModule,
        AuthModule,
        HealthModule,
        TokensModule,
        ProductionsModule,
        PoliciesModule,
        GrantsModule,
        IntakeModule,
        AssetsModule,
        ApprovalsModule,
        RetractionsModule,
        RegistersModule,
        UsagesModule,
        DeliveriesModule,
        ReceiptsModule.over(ledger.folder),
        WorklistModule,
        AuditModule,
        LiveModule,
        ReplicaModule,
        MetricsModule.over(ledger.store.appended),
      ],
    };
  }
}
