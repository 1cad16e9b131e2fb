"""`tf.contrib.distributions`: multivariate normals, transformed distributions, bijectors."""


def _vector(tf):
    return tf.constant([[0.5, -1.0, 2.0], [1.0, 0.0, -0.5]])


def _all(distribution, value, names=("mean", "mode", "stddev", "variance", "entropy")):
    """Draw two samples, then compute the density at a value, and the statistics."""
    drawn = distribution.sample(2)
    found = [drawn, distribution.log_prob(value), distribution.prob(value)]
    found += [distribution.log_prob(drawn)]
    return found + [getattr(distribution, name)() for name in names]


def mvn_diag(tf):
    loc = tf.get_variable("loc", [3])
    scale = tf.nn.softplus(tf.get_variable("scale", [3]))
    normal = tf.contrib.distributions.MultivariateNormalDiag(loc, scale)
    return [*_all(normal, _vector(tf)), normal.covariance(), normal.batch_shape_tensor()]


def mvn_diag_batch(tf):
    loc = tf.constant([[0.0, 1.0, 2.0], [3.0, 4.0, 5.0]])
    normal = tf.contrib.distributions.MultivariateNormalDiag(loc, tf.constant([1.0, 2.0, 0.5]))
    return _all(normal, tf.ones([2, 3]))


def mvn_diag_placeholder(tf):
    loc = tf.placeholder_with_default([[0.0, 1.0, 2.0], [3.0, 4.0, 5.0]], [None, 3])
    scale = tf.placeholder_with_default([[1.0, 1.5, 2.0], [3.0, 4.0, 5.0]], [None, 3])
    normal = tf.contrib.distributions.MultivariateNormalDiag(loc=loc, scale_diag=scale)
    action = tf.squeeze(normal.sample(1), [0])
    return [action, normal.log_prob(action), normal.prob(tf.ones([2, 3])), normal.entropy()]


def mvn_identity(tf):
    distributions = tf.contrib.distributions
    unit = distributions.MultivariateNormalDiag(loc=tf.zeros([3]))
    scaled = distributions.MultivariateNormalDiag(tf.zeros([3]), scale_identity_multiplier=2.0)
    return [*_all(unit, _vector(tf)), *_all(scaled, _vector(tf))]


def mvn_softplus(tf):
    kind = tf.contrib.distributions.MultivariateNormalDiagWithSoftplusScale
    return _all(kind(tf.zeros([2, 3]), tf.constant([0.1, 0.2, -1.0])), _vector(tf))


def mvn_tril(tf):
    loc = tf.constant([[0.0, 1.0, 2.0], [3.0, 4.0, 5.0]])
    tril = tf.constant([[2.0, 0.0, 0.0], [0.5, 1.0, 0.0], [0.1, 0.2, 3.0]])
    normal = tf.contrib.distributions.MultivariateNormalTriL(loc, tril)
    return [*_all(normal, _vector(tf)), normal.covariance()]


def mvn_full(tf):
    matrix = tf.constant([[2.0, 0.3], [0.3, 1.0]])
    kind = tf.contrib.distributions.MultivariateNormalFullCovariance
    return _all(kind(tf.constant([1.0, 2.0]), matrix), tf.ones([4, 2]))


def mvn_low_rank(tf):
    normal = tf.contrib.distributions.MultivariateNormalDiagPlusLowRank(
        loc=tf.constant([1.0, 2.0, 3.0]),
        scale_diag=tf.constant([1.0, 2.0, 0.5]),
        scale_perturb_factor=tf.constant([[1.0, 0.1], [0.2, 0.5], [0.3, 0.3]]),
    )
    return _all(normal, _vector(tf))


def kl(tf):
    distributions = tf.contrib.distributions
    a = distributions.MultivariateNormalDiag(tf.constant([1.0, 2.0]), tf.constant([0.5, 1.5]))
    b = distributions.MultivariateNormalDiag(tf.zeros([2]), tf.ones([2]))
    tril = distributions.MultivariateNormalTriL(
        tf.zeros([2]), tf.constant([[1.0, 0.0], [0.5, 2.0]])
    )
    pairs = [(a, b), (a, tril), (tril, b)]
    return [distributions.kl_divergence(p, q) for p, q in pairs] + [a.kl_divergence(b)]


def log_normal(tf):
    distributions = tf.contrib.distributions
    normal = distributions.TransformedDistribution(
        distribution=distributions.Normal(loc=[0.0, 1.0], scale=2.0),
        bijector=distributions.bijectors.Exp(),
        name="LogNormal",
    )
    found = _all(normal, tf.constant([[0.5, 2.0]]), ())
    names = ("cdf", "log_cdf", "survival_function", "quantile")
    return found + [getattr(normal, name)(tf.constant([0.3, 0.7])) for name in names]


def overridden(tf):
    distributions = tf.contrib.distributions
    normal = distributions.TransformedDistribution(
        distributions.Normal(0.0, 1.0),
        distributions.bijectors.Affine(shift=[[-1.0, 0.0], [0.0, 1.0]], scale_diag=[2.0, 3.0]),
        batch_shape=[2],
        event_shape=[2],
    )
    rotated = distributions.TransformedDistribution(
        distributions.Normal([0.0, 1.0, 2.0], 1.0), event_shape=[2]
    )
    return [
        *_all(normal, tf.ones([2, 2]), ("entropy",)),
        rotated.sample(4),
        rotated.log_prob(tf.ones([3, 2])),
    ]


def _every(bijector, x, rank):
    y = bijector.forward(x)
    return [
        y,
        bijector.inverse(y + 0.0),
        bijector.forward_log_det_jacobian(x, event_ndims=rank),
        bijector.inverse_log_det_jacobian(y + 0.0, event_ndims=rank),
    ]


def bijectors_of_numbers(tf):
    bijectors = tf.contrib.distributions.bijectors
    x = tf.constant([[0.1, 0.5], [1.5, 0.25]])
    kinds = [
        bijectors.Exp(),
        bijectors.PowerTransform(2.0),
        bijectors.Sigmoid(),
        bijectors.Softplus(),
        bijectors.Softplus(hinge_softness=2.0),
        bijectors.Softsign(),
        bijectors.Square(),
        bijectors.AffineScalar(shift=1.0, scale=-2.0),
        bijectors.AffineScalar(),
        bijectors.Identity(),
    ]
    return [found for kind in kinds for found in _every(kind, x, 1)]


def bijectors_of_vectors(tf):
    bijectors = tf.contrib.distributions.bijectors
    x = tf.constant([[0.1, 0.5, -1.0], [1.5, 0.25, 0.3]])
    kinds = [
        bijectors.Affine(shift=[1.0, 2.0, 3.0]),
        bijectors.Affine(shift=[1.0, 2.0, 3.0], scale_diag=[1.0, 2.0, 3.0]),
        bijectors.Affine(scale_identity_multiplier=2.0, scale_diag=[1.0, 2.0, 3.0]),
        bijectors.Affine(scale_tril=[[1.0, 0.0, 0.0], [2.0, 3.0, 0.0], [0.0, 1.0, 1.0]]),
        bijectors.SoftmaxCentered(),
        bijectors.Permute([2, 0, 1]),
    ]
    return [found for kind in kinds for found in _every(kind, x, 1)]


def composed(tf):
    bijectors = tf.contrib.distributions.bijectors
    x = tf.constant([[0.1, 0.5, -1.0], [1.5, 0.25, 0.3]])
    chain = bijectors.Chain(
        [bijectors.Exp(), bijectors.Affine(shift=[1.0, 2.0, 3.0], scale_diag=[1.0, 2.0, 3.0])]
    )
    inline = bijectors.Inline(
        forward_fn=tf.exp,
        inverse_fn=tf.log,
        inverse_log_det_jacobian_fn=lambda y: -tf.log(y),
        forward_log_det_jacobian_fn=lambda x: x,
        forward_min_event_ndims=0,
    )
    return [
        found
        for kind in (chain, bijectors.Invert(bijectors.Softplus()), inline)
        for found in _every(kind, tf.abs(x), 1)
    ]


def not_injective(tf):
    distributions = tf.contrib.distributions
    half = distributions.TransformedDistribution(
        distributions.Normal(0.0, 1.0), distributions.bijectors.AbsoluteValue()
    )
    return [half.sample(3), half.log_prob([0.5, 1.0]), half.prob([0.5, 1.0])]


def real_nvp(tf):
    distributions = tf.contrib.distributions
    template = distributions.bijectors.real_nvp_default_template(hidden_layers=[4])
    flow = distributions.TransformedDistribution(
        distributions.MultivariateNormalDiag(loc=[0.0, 0.0, 0.0]),
        distributions.bijectors.RealNVP(num_masked=2, shift_and_log_scale_fn=template),
    )
    return _all(flow, _vector(tf), ())


def conditional(tf):
    distributions = tf.contrib.distributions

    class Shift(distributions.bijectors.ConditionalBijector):
        def __init__(self):
            super().__init__(forward_min_event_ndims=0, name="shift")

        def _forward(self, x, by):
            return x + by

        def _inverse(self, y, by):
            return y - by

        def _inverse_log_det_jacobian(self, y, by):
            return tf.zeros_like(y)

    shifted = distributions.ConditionalTransformedDistribution(
        distributions.Normal(0.0, 1.0), Shift()
    )
    by = {"bijector_kwargs": {"by": 2.0}}
    return [shifted.sample(3, **by), shifted.log_prob([1.0], **by), shifted.prob([1.0], **by)]


def one_hot(tf):
    kind = tf.contrib.distributions.OneHotCategorical
    a = kind(logits=[[0.1, 2.0, -1.0], [1.0, 1.0, 1.0]])
    b = kind(probs=[0.2, 0.3, 0.5], dtype=tf.float32)
    value = tf.constant([[0, 1, 0], [1, 0, 0]])
    found = [a.sample(3), a.log_prob(value), a.mode(), a.entropy(), a.covariance()]
    found += [b.sample(4), b.log_prob([0.0, 0.0, 1.0]), b.prob([[0.0, 1.0, 0.0]])]
    return [*found, tf.contrib.distributions.kl_divergence(a, b)]


def relaxed(tf):
    distributions = tf.contrib.distributions
    concrete = distributions.RelaxedOneHotCategorical(0.5, logits=[[0.1, 2.0, -1.0]])
    logarithm = distributions.ExpRelaxedOneHotCategorical(0.5, probs=[0.1, 0.4, 0.5])
    binary = distributions.RelaxedBernoulli(0.7, probs=[0.1, 0.4])
    found = []
    for kind in (concrete, logarithm, binary):
        drawn = kind.sample(2)
        found += [drawn, kind.log_prob(drawn)]
    return [*found, concrete.prob([[0.2, 0.3, 0.5]]), binary.log_prob([0.3, 0.6])]


def univariate(tf):
    distributions = tf.contrib.distributions
    logistic = distributions.Logistic([0.0, 1.0], 2.0)
    poisson = distributions.Poisson([1.0, 4.0])
    of_log = distributions.Poisson(log_rate=0.5)
    fixed = distributions.Deterministic([1.0, 2.0], atol=0.1, rtol=0.01)
    softplus = distributions.NormalWithSoftplusScale([1.0, 2.0], [0.1, 0.2])
    x = tf.constant([1.0, 2.0])
    found = [logistic.entropy(), logistic.stddev(), logistic.mode(), logistic.log_cdf(x)]
    found += [logistic.survival_function(x), logistic.log_survival_function(x)]
    found += [poisson.mode(), poisson.variance(), of_log.log_prob(x)]
    for kind in (logistic, poisson, fixed, softplus):
        found += [kind.sample(3), kind.prob(x), kind.log_prob(x), kind.cdf(x), kind.mean()]
    return found


def independent(tf):
    distributions = tf.contrib.distributions
    normals = distributions.Normal([[0.0, 1.0], [2.0, 3.0]], [1.0, 2.0])
    whole = distributions.Independent(normals, reinterpreted_batch_ndims=1)
    rest = distributions.Independent(distributions.Bernoulli(logits=tf.zeros([2, 3, 4])))
    other = distributions.Independent(distributions.Normal(tf.zeros([2, 2]), 1.0), 1)
    found = _all(whole, tf.ones([2, 2]))
    found += [rest.sample(2), rest.log_prob(tf.ones([2, 3, 4], tf.int32))]
    return [*found, distributions.kl_divergence(whole, other), whole.event_shape_tensor()]


def mixture_same_family(tf):
    distributions = tf.contrib.distributions
    numbers = distributions.MixtureSameFamily(
        distributions.Categorical(probs=[0.3, 0.7]),
        distributions.Normal(loc=[-1.0, 1.0], scale=[0.1, 0.5]),
    )
    vectors = distributions.MixtureSameFamily(
        distributions.Categorical(probs=[0.3, 0.7]),
        distributions.MultivariateNormalDiag(
            loc=[[-1.0, 1.0], [1.0, -1.0]], scale_identity_multiplier=[1.0, 0.6]
        ),
    )
    found = [numbers.log_prob([0.1, 0.2]), numbers.mean(), numbers.variance(), numbers.sample(3)]
    found += [numbers.cdf([0.1]), vectors.log_prob([[0.1, 0.2]]), vectors.mean()]
    return [*found, vectors.sample(2), vectors.variance(), vectors.covariance()]


def mixture(tf):
    distributions = tf.contrib.distributions
    cat = distributions.Categorical(logits=[[0.1, 0.5], [1.0, 0.0]])
    parts = [
        distributions.Normal(loc=[0.0, 1.0], scale=0.5),
        distributions.Normal(loc=[3.0, 4.0], scale=[1.0, 2.0]),
    ]
    found = []
    for static in (False, True):
        mixed = distributions.Mixture(cat, parts, use_static_graph=static)
        found += [mixed.sample(3), mixed.log_prob([0.5, 2.0]), mixed.mean(), mixed.stddev()]
    return [*found, mixed.cdf([0.5, 2.0]), mixed.entropy_lower_bound()]


def autoregressive(tf):
    distributions = tf.contrib.distributions
    bijectors = distributions.bijectors
    template = bijectors.masked_autoregressive_default_template(hidden_layers=[6, 6])
    base = distributions.MultivariateNormalDiag(loc=[0.0, 0.0, 0.0])
    flow = distributions.TransformedDistribution(
        base, bijectors.MaskedAutoregressiveFlow(shift_and_log_scale_fn=template)
    )
    shift = bijectors.masked_autoregressive_default_template([6], shift_only=True, name="shift")
    inverse = distributions.TransformedDistribution(
        base,
        bijectors.Chain(
            [
                bijectors.Invert(
                    bijectors.MaskedAutoregressiveFlow(shift, is_constant_jacobian=True)
                ),
                bijectors.Permute([2, 1, 0]),
                bijectors.MaskedAutoregressiveFlow(template, unroll_loop=True),
            ]
        ),
    )
    return [*_all(flow, _vector(tf), ()), *_all(inverse, _vector(tf), ())]
