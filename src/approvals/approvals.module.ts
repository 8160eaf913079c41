import { Module } from '@nestjs/common';
import { AssetsModule } from '../assets/index.js';
import { ApprovalDecisions } from './approval-decisions.js';
import { ApprovalRequestsController } from './approval-requests.controller.js';
import { ApprovalsController } from './approvals.controller.js';

@Module({
  imports: [AssetsModule],
  controllers: [ApprovalsController, ApprovalRequestsController],
  providers: [ApprovalDecisions],
})
export class ApprovalsModule {}
