"""The acts of approvals, in the order in which a reader meets them."""

from workflow.domain.approvals import deciding, handing, requesting, standins
from workflow.domain.approvals import given as what

SIGNER = ("signer",)
"""Whoever holds an office on that day, or stands in for somebody who does."""
ANYBODY = ("head", "deputy", "standing_unit", "admin", "signer")

VERBS = (
    ("approve_step", what.ApproveStep, SIGNER, deciding.approve_prevents, deciding.approve),
    ("reject_step", what.RejectStep, SIGNER, deciding.reject_prevents, deciding.reject),
    ("return_step", what.ReturnStep, SIGNER, deciding.return_prevents, deciding.send_back),
    ("decide_step", what.DecideStep, SIGNER, deciding.decide_prevents, deciding.decide),
    ("withdraw_decision", what.WithdrawDecision, SIGNER, deciding.withdraw_prevents,
     deciding.withdraw),
    ("transfer_step", what.TransferStep, SIGNER, handing.transfer_prevents, handing.transfer),
    ("delegate_step", what.DelegateStep, SIGNER, handing.delegate_prevents, handing.delegate),
    ("give_opinion", what.GiveOpinion, SIGNER, handing.opinion_prevents, handing.give_opinion),
    ("add_signer", what.AddSigner, SIGNER, handing.add_prevents, handing.add_signer),
    ("remove_signer", what.RemoveSigner, ("admin", *SIGNER), handing.remove_prevents,
     handing.remove_signer),
    ("urge_step", what.UrgeStep, ANYBODY, handing.urge_prevents, handing.urge),
    ("comment_step", what.CommentStep, ANYBODY, handing.comment_prevents, handing.comment),
    ("set_stand_in", standins.SetStandIn, ("unit", "office", "admin"), standins.set_prevents,
     standins.set_rule),
    ("switch_stand_in", standins.SwitchStandIn, ("unit", "office", "admin"),
     standins.switch_prevents, standins.switch),
)  # fmt: skip
"""Name, what it is given, who may, what prevents it, what it records."""

REQUEST = (
    "request_approval",
    what.RequestApproval,
    ("head", "deputy", "standing_unit", "admin"),
    requesting.request_prevents,
    requesting.request,
)
"""Laid before offices is the work of the whole bloc, so this looks at all of it."""
